package mockserver

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// The token that every Server accepts, a server administrator's (on Cloud a site administrator's), and its user's name.
const (
	DemoTokenName   = "demo"
	DemoTokenSecret = "demo-secret"
	DemoUser        = "demo"
)

// Seed is what a Server holds in the beginning. Members left out get the defaults their types name. Server always has a
// default site, Cloud has one called "demo" unless the seed has others.
type Seed struct {
	Sites               []Site                 `json:"sites,omitempty"`
	Users               []User                 `json:"users,omitempty"`
	Tokens              []Token                `json:"tokens,omitempty"`
	ConnectedApps       []ConnectedApp         `json:"connected_apps,omitempty"`
	UnifiedAccessTokens []UnifiedAccessToken   `json:"unified_access_tokens,omitempty"`
	Schedules           []Schedule             `json:"schedules,omitempty"`
	Projects            []Project              `json:"projects,omitempty"`
	Groups              []Group                `json:"groups,omitempty"`
	GroupSets           []GroupSet             `json:"group_sets,omitempty"`
	Workbooks           []Workbook             `json:"workbooks,omitempty"`
	Datasources         []Datasource           `json:"datasources,omitempty"`
	Flows               []Flow                 `json:"flows,omitempty"`
	Databases           []Database             `json:"databases,omitempty"`
	Tables              []Table                `json:"tables,omitempty"`
	VirtualConnections  []VirtualConnection    `json:"virtual_connections,omitempty"`
	Collections         []Collection           `json:"collections,omitempty"`
	Permissions         []Permissions          `json:"permissions,omitempty"`
	Jobs                []Job                  `json:"jobs,omitempty"`
	ExtractTasks        []ExtractTask          `json:"extract_tasks,omitempty"`
	FlowTasks           []FlowTask             `json:"flow_tasks,omitempty"`
	Subscriptions       []Subscription         `json:"subscriptions,omitempty"`
	LinkedTasks         []LinkedTask           `json:"linked_tasks,omitempty"`
	AccelerationTasks   []DataAccelerationTask `json:"acceleration_tasks,omitempty"`
}

// ReadSeed reads a Seed written as one JSON object. A member it does not know is an error, as is anything after it.
func ReadSeed(r io.Reader) (Seed, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return Seed{}, fmt.Errorf("read the seed: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var seed Seed
	if err := decoder.Decode(&seed); errors.Is(err, io.EOF) {
		return Seed{}, errors.New("seed: there is nothing in it; an empty seed is {}")
	} else if err != nil {
		return Seed{}, fmt.Errorf("seed%s: %s", lineOf(err, data), strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Seed{}, errors.New("seed: there is more after the end of the object")
	}
	return seed, nil
}

// lineOf is ", line 7" where the error tells the place, and empty where it does not.
func lineOf(err error, data []byte) string {
	var offset int64
	if syntax, is := errors.AsType[*json.SyntaxError](err); is {
		offset = syntax.Offset
	} else if wrongType, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		offset = wrongType.Offset
	} else {
		return ""
	}
	return fmt.Sprintf(", line %d", 1+bytes.Count(data[:offset], []byte("\n")))
}

// plant fills a new server. It runs before the server is shared.
func (s *Server) plant(seed Seed) error {
	for _, step := range []func(Seed) error{
		s.plantSites, s.plantUsers, s.plantTokens, s.plantSchedules, s.plantContent, s.plantTasks, s.plantJobs,
	} {
		if err := step(seed); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) plantSites(seed Seed) error {
	sites := slices.Clone(seed.Sites)
	hasDefault := slices.ContainsFunc(sites, func(site Site) bool { return site.ContentURL == "" })
	switch {
	case s.product == ProductServer && !hasDefault:
		sites = append(sites, Site{Name: "Default"})
	case s.product == ProductCloud && hasDefault:
		return errors.New("every site of Tableau Cloud needs a content_url")
	case s.product == ProductCloud && len(sites) == 0:
		sites = append(sites, Site{Name: "Demo", ContentURL: "demo"})
	}
	for _, site := range sites {
		if site.Name == "" {
			return fmt.Errorf("the site with the content_url %q needs a name", site.ContentURL)
		}
		if _, taken := s.sites.withContentURL(site.ContentURL); taken {
			return fmt.Errorf("two sites have the content_url %q", site.ContentURL)
		}
		site.ID = cmp.Or(site.ID, s.ids.next("site"))
		site.State = cmp.Or(site.State, stateActive)
		site.TimeZone = cmp.Or(site.TimeZone, s.zone.String())
		if _, err := time.LoadLocation(site.TimeZone); err != nil {
			return fmt.Errorf("site %q: unknown time zone %q", site.Name, site.TimeZone)
		}
		if _, taken := s.sites.withID(site.ID); taken {
			return fmt.Errorf("two sites have the id %s", site.ID)
		}
		s.sites.all = append(s.sites.all, site)
	}
	return nil
}

func (s *Server) plantUsers(seed Seed) error {
	demo := User{Name: DemoUser, SiteRole: RoleServerAdministrator}
	if s.product == ProductCloud {
		demo.SiteRole = RoleSiteAdministratorCreator
	}
	for _, user := range append([]User{demo}, seed.Users...) {
		if _, err := s.addUser(user); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) plantTokens(seed Seed) error {
	s.accounts.tokens = append([]Token{{Name: DemoTokenName, Secret: DemoTokenSecret, User: DemoUser}}, seed.Tokens...)
	s.accounts.apps, s.accounts.unified = seed.ConnectedApps, seed.UnifiedAccessTokens
	names := map[string]bool{}
	for _, token := range s.accounts.tokens {
		if token.Name == "" || token.Secret == "" {
			return fmt.Errorf("token %q needs a name and a secret", token.Name)
		}
		if names[token.Name] {
			return fmt.Errorf("two tokens have the name %q (%q is there by itself)", token.Name, DemoTokenName)
		}
		names[token.Name] = true
		if _, known := s.accounts.userNamed(token.User); !known {
			return fmt.Errorf("token %q: there is no user %q", token.Name, token.User)
		}
	}
	for _, app := range seed.ConnectedApps {
		if app.ClientID == "" || len(app.Secrets) < 1 || len(app.Secrets) > 2 {
			return fmt.Errorf("connected app %q needs a client_id and one or two secrets", app.ClientID)
		}
	}
	for _, token := range seed.UnifiedAccessTokens {
		if _, known := s.accounts.userNamed(token.User); !known || token.JWT == "" || len(token.Scopes) == 0 {
			return fmt.Errorf("the unified access token of user %q needs a jwt, scopes and a user there is", token.User)
		}
	}
	return nil
}

// scheduleTypes are the types a schedule can be seeded with, more than can be created.
var scheduleTypes = []string{"Extract", "Flow", "Subscription", "DataAcceleration", "System", "ActiveDirectorySync"}

func (s *Server) plantSchedules(seed Seed) error {
	if s.product == ProductCloud && len(seed.Schedules) > 0 {
		return errors.New("schedules are for Tableau Server: Cloud has none of its own")
	}
	for _, schedule := range seed.Schedules {
		if schedule.Name == "" {
			return errors.New("a schedule needs a name")
		}
		if s.schedules.nameTaken(schedule.Name, "") {
			return fmt.Errorf("two schedules have the name %q (case is not told apart)", schedule.Name)
		}
		if _, taken := s.schedules.byID[schedule.ID]; taken {
			return fmt.Errorf("two schedules have the id %s", schedule.ID)
		}
		planted := s.schedules.byID[s.addSchedule(schedule)]
		if err := planted.check(); err != nil {
			return fmt.Errorf("schedule %q: %w", schedule.Name, err)
		}
	}
	return nil
}

// check reports what no schedule can be, however it was made. Intervals are left alone: the web interface can make more of
// them than REST.
func (s Schedule) check() error {
	for _, one := range []struct {
		member, value string
		allowed       []string
	}{
		{"type", s.Type, scheduleTypes},
		{"state", s.State, []string{stateActive, stateSuspended}},
		{"execution_order", s.ExecutionOrder, []string{"Parallel", "Serial"}},
		{"frequency", s.Frequency, []string{frequencyHourly, frequencyDaily, frequencyWeekly, frequencyMonthly}},
	} {
		if !slices.Contains(one.allowed, one.value) {
			return fmt.Errorf("%s %q is not one of %s", one.member, one.value, strings.Join(one.allowed, ", "))
		}
	}
	if s.Priority < 1 || s.Priority > 100 {
		return fmt.Errorf("priority %d is not within 1 to 100", s.Priority)
	}
	if !timeOfDay.MatchString(s.Start) || s.End != "" && !timeOfDay.MatchString(s.End) {
		return fmt.Errorf("start %q and end %q must be written HH:MM:SS", s.Start, s.End)
	}
	return nil
}
