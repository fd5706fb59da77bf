package mockserver

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// longestAdvance bounds one step of the clock over HTTP: every run of every schedule in between is played.
const longestAdvance = 366 * day

// serveControl answers the requests that steer the mock itself. They are in JSON, need no session, are not logged and meet
// no faults.
func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		writeControl(w, http.StatusBadRequest, controlError{err.Error()})
		return
	}
	var answered any
	switch r.Method + " " + r.URL.Path {
	case "GET /mock/requests":
		answered = s.Requests()
	case "DELETE /mock/requests":
		s.ResetRequests()
	case "POST /mock/clock":
		answered, err = s.controlClock(body)
	case "POST /mock/faults":
		err = s.controlFaults(body)
	case "DELETE /mock/faults":
		s.ClearFaults()
	case "POST /mock/lottery":
		err = s.controlLottery(body)
	case "DELETE /mock/lottery":
		s.StopFaultLottery()
	case "GET /mock/state":
		answered = s.state()
	default:
		writeControl(w, http.StatusNotFound, controlError{"there is GET and DELETE /mock/requests, POST /mock/clock, POST and DELETE /mock/faults and /mock/lottery, GET /mock/state"})
		return
	}
	switch {
	case err != nil:
		writeControl(w, http.StatusBadRequest, controlError{err.Error()})
	case answered == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		writeControl(w, http.StatusOK, answered)
	}
}

type controlError struct {
	Error string `json:"error"`
}

func writeControl(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // a client that went away is no fault of the mock
}

type clockState struct {
	Now time.Time `json:"now"`
}

func (s *Server) controlClock(body []byte) (any, error) {
	request, err := readControl[struct {
		Advance string `json:"advance"`
	}](body)
	if err != nil {
		return nil, err
	}
	d, err := time.ParseDuration(request.Advance)
	if err != nil || d <= 0 || d > longestAdvance {
		return nil, fmt.Errorf("advance %q is not a duration above zero and up to %.0fh, like \"1h\" or \"90m\"", request.Advance, longestAdvance.Hours())
	}
	s.AdvanceClock(d)
	return clockState{s.Now()}, nil
}

// controlFaults takes one fault or a list of them, in place of the ones before.
func (s *Server) controlFaults(body []byte) error {
	if body = bytes.TrimSpace(body); !bytes.HasPrefix(body, []byte("[")) {
		body = slices.Concat([]byte("["), body, []byte("]"))
	}
	faults, err := readControl[[]Fault](body)
	if err != nil {
		return err
	}
	return s.SetFaults(faults...)
}

func (s *Server) controlLottery(body []byte) error {
	lottery, err := readControl[FaultLottery](body)
	if err != nil {
		return err
	}
	return s.SetFaultLottery(lottery)
}

func readControl[T any](body []byte) (T, error) {
	var value T
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		return value, fmt.Errorf("the body is not the JSON expected here: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return value, errors.New("the body goes on after its JSON")
	}
	return value, nil
}

// serverState is everything a Server holds, secrets left out.
type serverState struct {
	Product    Product        `json:"product"`
	APIVersion string         `json:"api_version"`
	Now        time.Time      `json:"now"`
	TimeZone   string         `json:"time_zone"`
	Sites      []Site         `json:"sites"`
	Users      []User         `json:"users"`
	Sessions   []sessionState `json:"sessions"`
	Schedules  []Schedule     `json:"schedules"`

	Projects           []Project              `json:"projects"`
	Groups             []Group                `json:"groups"`
	GroupSets          []GroupSet             `json:"group_sets"`
	Workbooks          []Workbook             `json:"workbooks"`
	Datasources        []Datasource           `json:"datasources"`
	Flows              []Flow                 `json:"flows"`
	Databases          []Database             `json:"databases"`
	Tables             []Table                `json:"tables"`
	VirtualConnections []VirtualConnection    `json:"virtual_connections"`
	Collections        []Collection           `json:"collections"`
	Permissions        []Permissions          `json:"permissions"`
	Jobs               []Job                  `json:"jobs"`
	ExtractTasks       []ExtractTask          `json:"extract_tasks"`
	FlowTasks          []FlowTask             `json:"flow_tasks"`
	Subscriptions      []Subscription         `json:"subscriptions"`
	LinkedTasks        []LinkedTask           `json:"linked_tasks"`
	AccelerationTasks  []DataAccelerationTask `json:"acceleration_tasks"`
}

type sessionState struct {
	User     string    `json:"user"`
	Site     string    `json:"site"`            // content URL
	Token    string    `json:"token,omitempty"` // the name of the personal access token
	LastUsed time.Time `json:"last_used"`
}

func (s *Server) state() serverState {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := serverState{
		Product: s.product, APIVersion: s.version.String(), Now: s.now, TimeZone: s.zone.String(),
		Sites: s.sites.sorted(), Users: slices.Clone(s.accounts.users), Sessions: []sessionState{}, Schedules: s.allSchedules(),
		Projects: projectKind(s).all(), Groups: groupKind(s).all(), GroupSets: groupSetKind(s).all(), Workbooks: workbookKind(s).all(), Datasources: datasourceKind(s).all(),
		Flows:     flowKind(s).all(),
		Databases: databaseKind(s).all(), Tables: tableKind(s).all(), VirtualConnections: virtualConnectionKind(s).all(),
		Collections: collectionKind(s).all(), Permissions: s.allPermissions(), Jobs: s.allJobs(),
		ExtractTasks: extractTaskKind(s).all(), FlowTasks: flowTaskKind(s).all(), Subscriptions: subscriptionKind(s).all(),
		LinkedTasks: linkedTaskKind(s).all(), AccelerationTasks: accelerationTaskKind(s).all(),
	}
	for i := range state.Users {
		state.Users[i].Password = ""
	}
	for _, open := range s.sessions.byToken {
		state.Sessions = append(state.Sessions, sessionState{
			User: open.user.Name, Site: open.site.ContentURL, Token: open.pat, LastUsed: open.lastUsed,
		})
	}
	slices.SortFunc(state.Sessions, func(a, b sessionState) int {
		return cmp.Or(strings.Compare(a.User, b.User), strings.Compare(a.Site, b.Site), strings.Compare(a.Token, b.Token), a.LastUsed.Compare(b.LastUsed))
	})
	return state
}
