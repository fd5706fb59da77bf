package tableau_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	opened      = `<tsResponse xmlns="http://tableau.com/api">`
	syntaxError = "the answer is incomplete or not understood: XML syntax error: "
	tooLarge    = "the answer is larger than 1 MiB"
	tooMarked   = "the answer has more than 43690 elements and attributes"
)

// TestHostileAnswer_isAShortErrorInBoundedMemory runs by itself, for it counts all that is allocated. The bound of an answer is a
// sixteenth of the real one, and so is what it may take.
func TestHostileAnswer_isAShortErrorInBoundedMemory(t *testing.T) {
	for name, test := range map[string]struct {
		method, start, repeated, want string
		mebibytes                     uint64
	}{
		"nested elements":       {"Schedules.Get", opened, "<a>", tooMarked, 24},
		"endless attribute":     {"Schedules.Get", opened + `<schedule id="`, "x", tooLarge, 8},
		"endless text":          {"Schedules.Get", opened + "<schedule>", "x", tooLarge, 8},
		"endless comment":       {"Schedules.Get", opened + "<!-- ", "x", tooLarge, 8},
		"endless document type": {"Schedules.Get", "<!DOCTYPE ", "x", tooLarge, 8},
		"many attributes":       {"Schedules.Get", opened + "<schedule ", "b='' ", tooMarked, 24},
		"many empty flows":      {"Flows.All", opened + "<pagination/><flows>", "<flow/>", tooMarked, 80},
		"many empty rules":      {"Permissions.Get", opened + "<permissions>", "<granteeCapabilities/>", tooMarked, 80},
		"NULs":                  {"Schedules.Get", "", "\x00", tooLarge, 8},
	} {
		client := hostile(t, 200, test.start, test.repeated)
		client.SetMaxAnswer(1 << 20)
		var err error
		allocated := allocatedBy(func() { _, err = methodsOfClient()[test.method](t, client) })
		if err == nil || !strings.HasSuffix(err.Error(), "was answered with HTTP 200: "+test.want) {
			t.Errorf("%s: got %.500v", name, err)
		}
		if allocated > test.mebibytes {
			t.Errorf("%s: took %d MiB", name, allocated)
		}
	}
}

func TestHostileAnswer_thatFailsIsReadNoFurtherThanItsReason(t *testing.T) {
	for name, repeated := range map[string]string{"nested": "<a>", "summaries": "<error code='1'><summary>x</summary></error>"} {
		client := hostile(t, 500, opened, repeated)
		var err error
		allocated := allocatedBy(func() { _, err = client.Schedules().Get(t.Context(), "5e8f") })
		if want := "GET /schedules/{schedule} was answered with HTTP 500 (Internal Server Error)"; err == nil || !strings.HasSuffix(err.Error(), want) || allocated > 80 {
			t.Errorf("%s: took %d MiB: %.500v", name, allocated, err)
		}
	}
}

func TestHostileAnswer_compressedIsBoundedByWhatItUnfoldsTo(t *testing.T) {
	var mebibyte bytes.Buffer
	w := gzip.NewWriter(&mebibyte)
	w.Write(bytes.Repeat([]byte(" "), 1<<20))
	w.Close()
	f := newFake(t)
	f.mux.HandleFunc(getSunday, header("Content-Encoding", "gzip", func(w http.ResponseWriter, _ *http.Request) {
		for range 1 << 10 {
			w.Write(mebibyte.Bytes())
		}
	}))
	client := f.client(t, noRetries)
	client.SetMaxAnswer(1 << 20)
	var err error
	allocated := allocatedBy(func() { _, err = client.Schedules().Get(t.Context(), "5e8f") })
	if err == nil || !strings.HasSuffix(err.Error(), tooLarge) || allocated > 16 {
		t.Errorf("took %d MiB: %.500v", allocated, err)
	}
}

func TestHostileAnswer_thatNeverEndsIsLeftWithTheTimeout(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc(getSunday, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, opened)
		for r.Context().Err() == nil {
			io.WriteString(w, " ")
			w.(http.Flusher).Flush()
			runtime.Gosched()
		}
	})
	client := f.client(t, noRetries, func(c *tableau.Config) { c.RequestTimeout = 250 * time.Millisecond })
	if _, err := client.Schedules().Get(t.Context(), "5e8f"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the request's time-out gives %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := f.client(t, noRetries).Schedules().Get(ctx, "5e8f"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the operation's time-out gives %v", err)
	}
}

func TestOddAnswer_saysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><tsResponse><schedule id="&b;"/></tsResponse>`: syntaxError + "invalid character entity &b;",
		`<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><tsResponse>&a;</tsResponse>`:               syntaxError + "invalid character entity &a;",
		`<?xml version="1.0" encoding="utf-16"?>` + opened + `</tsResponse>`:                               `encoding "utf-16" declared but Decoder.CharsetReader is nil`,
		opened + "<schedule id=\"caf\xe9\"/></tsResponse>":                                                 syntaxError + "invalid UTF-8",
		"\xff\xfe<\x00t\x00s\x00":                       syntaxError + "invalid UTF-8",
		opened + "<schedule id=\"\x00\"/></tsResponse>": syntaxError + "illegal character code U+0000",
		opened + `<schedule id="a"`:                     syntaxError + "unexpected EOF",
		`<html/>`:                                       "expected element type <tsResponse> but have <html>",
		opened + `<schedule id="a" priority="1` + strings.Repeat("0", 30) + `"/></tsResponse>`: "value out of range",
		opened + `<schedule id="a" priority="high"/></tsResponse>`:                             "invalid syntax",
		opened + `<schedule name="Sunday"/></tsResponse>`:                                      "it holds no schedule",
	} {
		_, err := hostile(t, 200, answer, "").Schedules().Get(t.Context(), "5e8f")
		if err == nil || !strings.HasSuffix(err.Error(), want) || len(err.Error()) > 300 {
			t.Errorf("%.60s gives %v", answer, err)
		}
	}
}

// An error in a good answer must not leave an empty list behind, by which objects would be gone.
func TestErrorInAGoodAnswer_isNoEmptyList(t *testing.T) {
	t.Parallel()
	all := map[string]func(*tableau.Client) error{
		"users":                  func(c *tableau.Client) error { return lastError(c.Users().All(t.Context())) },
		"tasks/extractRefreshes": func(c *tableau.Client) error { return lastError(c.ExtractRefreshTasks().All(t.Context())) },
		"tasks/runFlow":          func(c *tableau.Client) error { return lastError(c.FlowTasks().All(t.Context())) },
		"flows/runs":             func(c *tableau.Client) error { return lastError(c.FlowRuns().All(t.Context())) },
		"tasks/linked":           func(c *tableau.Client) error { return lastError(c.LinkedTasks().All(t.Context())) },
		"tasks/dataAcceleration": func(c *tableau.Client) error { _, err := c.DataAccelerationTasks(t.Context()); return err },
	}
	for _, test := range []struct{ path, empty, want string }{
		{"users", pageOf("<users/>", 0), "cannot list users: GET /sites/{site}/users"},
		{"tasks/extractRefreshes", opened + "<tasks/></tsResponse>", "cannot list extract refresh tasks: GET /sites/{site}/tasks/extractRefreshes"},
		{"tasks/extractRefreshes", opened + "</tsResponse>", "cannot list extract refresh tasks: GET /sites/{site}/tasks/extractRefreshes"},
		{"tasks/runFlow", opened + "<tasks/></tsResponse>", "cannot list flow tasks: GET /sites/{site}/tasks/runFlow"},
		{"flows/runs", opened + "<flowRuns/></tsResponse>", "cannot list flow runs: GET /sites/{site}/flows/runs"},
		{"tasks/linked", opened + "<linkedTasks/></tsResponse>", "cannot list linked tasks: GET /sites/{site}/tasks/linked"},
		{"tasks/dataAcceleration", opened + "<tasks/></tsResponse>", "cannot list data acceleration tasks: GET /sites/{site}/tasks/dataAcceleration"},
	} {
		f := newFake(t)
		f.answer("GET "+onTheSite+"/"+test.path, withError(test.empty))
		want := test.want + " was answered with HTTP 200: the answer is incomplete or not understood: it holds an error (the last of 4 attempts)"
		if err := all[test.path](f.client(t)); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestErrorInAGoodAnswer_isToldByEveryMethod(t *testing.T) {
	t.Parallel()
	// They need no answer, send nothing, say false of what they could not read, and know it since the sign-in.
	exceptions := []string{"Close", "ProductUnless", "ExtractRefreshTasks.ListsSchedule", "SiteID"}
	for name, call := range methodsOfClient() {
		code, answer := seed(t, name)
		if code != 200 || slices.Contains(exceptions, name) {
			continue
		}
		if results, err := callWith(t, name, call, code, withError(answer)); err == nil {
			t.Errorf("%s gives %+v", name, results)
		}
	}
}

func TestErrorWithinAnObject_isNoneOfTheAnswer(t *testing.T) {
	t.Parallel()
	schedule, err := hostile(t, 200, opened+`<schedule id="5e8f"><error/></schedule></tsResponse>`, "").Schedules().Get(t.Context(), "5e8f")
	if err != nil || schedule.ID != "5e8f" {
		t.Errorf("got %+v, %v", schedule, err)
	}
}

// withError puts an error beside what an answer holds.
func withError(answer string) string {
	return strings.Replace(answer, "</tsResponse>", `<error code="500000"><summary>Internal Server Error</summary></error></tsResponse>`, 1)
}

func lastError[T any](all iter.Seq2[T, error]) (last error) {
	for _, err := range all {
		last = err
	}
	return last
}

func TestOddAnswer_thatMeansWhatItShouldIsTaken(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{
		"\xef\xbb\xbf" + opened + `<schedule id="5e8f" name="Café &amp; Bar"/></tsResponse>`,
		`<?xml version="1.0" encoding="utf-8"?><!-- hello --><a:tsResponse xmlns:a="http://tableau.com/api"><a:schedule id="5e8f" name="Caf&#233; &amp; Bar"/></a:tsResponse>`,
		`<!DOCTYPE tsResponse><tsResponse><news/><schedule name='Café &amp; Bar' id='5e8f' news=""><news><news/></news></schedule></tsResponse>`,
		opened + strings.Repeat("<a>", 20_000) + strings.Repeat("</a>", 20_000) + `<schedule id="5e8f" name="Café &amp; Bar"/></tsResponse> and more`,
	} {
		schedule, err := hostile(t, 200, answer, "").Schedules().Get(t.Context(), "5e8f")
		if err != nil || schedule.ID != "5e8f" || schedule.Name != "Café & Bar" {
			t.Errorf("%.60s gives %+v, %v", answer, schedule, err)
		}
	}
}

func TestWholeList_mayBeLongerThanOtherAnswers(t *testing.T) {
	t.Parallel()
	var list strings.Builder
	list.WriteString(opened + "<tasks>")
	for i := range 3000 {
		fmt.Fprintf(&list, `<task><extractRefresh id="%d" priority="50" type="FullRefresh"><workbook id="w"/></extractRefresh></task>`, i)
	}
	client := hostile(t, 200, list.String()+"</tasks></tsResponse>", "")
	client.SetMaxAnswer(256 << 10)
	if tasks := collect(t, client.ExtractRefreshTasks().All(t.Context())); len(tasks) != 3000 || tasks[2999].ID != "2999" {
		t.Errorf("got %d tasks", len(tasks))
	}
}

// hostile is a client whose every request but those of the sign-in gets an answer that starts so and goes on
// with the second text, if there is one, for a gibibyte.
func hostile(t *testing.T, status int, start, repeated string) *tableau.Client {
	t.Helper()
	client, err := tableau.NewClient(tableau.Config{
		ServerURL: "https://tableau.example.com", RetryUnit: 1, Credentials: tableau.PersonalAccessToken{Name: "terraform", Secret: aSecret},
	})
	if err != nil {
		t.Fatal(err)
	}
	client.SetTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/serverinfo"):
			return answered(r, 200, serverInfo), nil
		case strings.HasSuffix(r.URL.Path, "/auth/signin"):
			return answered(r, 200, fmt.Sprintf(signedIn, 1)), nil
		}
		answer := answered(r, status, "")
		answer.Body = io.NopCloser(strings.NewReader(start))
		if repeated != "" {
			answer.Body = io.NopCloser(io.MultiReader(strings.NewReader(start), io.LimitReader(&repeating{text: repeated}, 1<<30)))
		}
		return answer, nil
	}))
	return client
}

// repeating reads a text again and again.
type repeating struct {
	text string
	read int
}

func (r *repeating) Read(p []byte) (n int, err error) {
	for n < len(p) {
		copied := copy(p[n:], r.text[r.read:])
		n += copied
		r.read = (r.read + copied) % len(r.text)
	}
	return n, nil
}

// allocatedBy is how many MiB a function allocates in all, freed or not.
func allocatedBy(run func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run()
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) >> 20
}
