package tableau_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	forbidden   = tableau.Code("403004")
	notFoundSet = "404014"
	unknownRule = "404013"
)

var (
	// turning are the calls of a write that takes all kinds of calls at version 3.22.
	turningFrom = []string{"group g1 Read Allow", "group g2 Read Deny"}
	turningTo   = []string{"group g1 Read Deny", "group g2 Read Allow", "group g3 Read Allow"}
	turning     = []string{
		"PUT group g3 Read Allow", "DELETE group g1 Read Allow", "PUT group g1 Read Deny",
		"DELETE group g2 Read Deny", "PUT group g2 Read Allow",
	}
)

// thenUnreadable makes the workbook's rules unreadable and answers.
func (p *permissioned) thenUnreadable(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p.answerReads(answer{HandlerFunc: status(500, "")})
		next(w, r)
	}
}

func (p *permissioned) answerReads(with answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers["GET"] = with
}

func TestPermissionsReplace_tellsWhatAFailureLeftBehind(t *testing.T) {
	t.Parallel()
	refused := status(403, refusal("403004", "Forbidden", "Not allowed"))
	for at, call := range turning {
		for _, readable := range []bool{true, false} {
			p := newPermissioned(t, "3.22", turningFrom...)
			p.answers[call] = answer{HandlerFunc: refused}
			if !readable {
				p.answers[call] = answer{HandlerFunc: p.thenUnreadable(refused)}
			}
			written, err := p.permissionsClient(t, "3.22").Permissions().Replace(t.Context(), salesRules, rulesOf(turningTo...), nil)
			if !errors.Is(err, forbidden) {
				t.Errorf("%s refused: the error is %v", call, err)
			}
			if unread := strings.Contains(err.Error(), "reading what it left behind failed too: cannot read permissions of workbook sales"); unread == readable {
				t.Errorf("%s refused: the error is %v", call, err)
			}
			if !slices.Equal(p.writes(), turning[:at+1]) {
				t.Errorf("%s refused: the calls are %v", call, p.writes())
			}
			if !written.Read || !written.Before.Rules.Equal(rulesOf(turningFrom...)) || !written.After.Rules.Equal(rulesOf(p.rules...)) {
				t.Errorf("%s refused, readable %t: told %+v, and there is %v", call, readable, written, p.rules)
			}
		}
	}
}

func TestPermissionsReplace_tellsAFailedRead(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.22", turningFrom...)
	p.answers["GET"] = answer{HandlerFunc: status(404, refusal("404006", "Resource Not Found", "Workbook not found"))}
	written, err := p.permissionsClient(t, "3.22").Permissions().Replace(t.Context(), salesRules, rulesOf(turningTo...), nil)
	if !tableau.IsNotFound(err) || written.Read || len(p.writes()) > 0 {
		t.Errorf("told %+v, %v after %v", written, err, p.calls)
	}
}

func TestPermissionsReplace_looksForWhatALostAnswerDid(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		version                string
		before, wanted, writes []string
		lost                   string
		done, fails            bool
	}{
		"POST done":                   {"3.24", []string{"group g1 Read Allow"}, []string{"group g2 Read Allow"}, nil, "POST group g2 Read Allow", true, false},
		"POST not done":               {"3.24", []string{"group g1 Read Allow"}, []string{"group g2 Read Allow"}, nil, "POST group g2 Read Allow", false, true},
		"PUT done":                    {"3.22", nil, []string{"group g2 Read Allow"}, nil, "PUT group g2 Read Allow", true, false},
		"PUT not done":                {"3.22", nil, []string{"group g2 Read Allow"}, nil, "PUT group g2 Read Allow", false, true},
		"DELETE done":                 {"3.22", []string{"group g2 Read Allow"}, nil, nil, "DELETE group g2 Read Allow", true, false},
		"DELETE not done":             {"3.22", []string{"group g2 Read Allow"}, nil, nil, "DELETE group g2 Read Allow", false, true},
		"a step done, others to come": {"3.22", turningFrom, turningTo, nil, turning[2], true, true},
		"the last step done":          {"3.22", turningFrom, turningTo, nil, turning[4], true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPermissioned(t, test.version, test.before...)
			p.answers[test.lost] = answer{test.done, dropped}
			written, err := p.permissionsClient(t, test.version).Permissions().Replace(t.Context(), salesRules, rulesOf(test.wanted...), nil)
			if tableau.IsUncertain(err) != test.fails || (err != nil) != test.fails {
				t.Errorf("the error is %v", err)
			}
			if !written.After.Rules.Equal(rulesOf(p.rules...)) {
				t.Errorf("told %+v, and there is %v", written.After, p.rules)
			}
		})
	}
}

// TestPermissionsReplace_looksBeforeItRepeats: what was lost may be done, and
// others may have changed rules since.
func TestPermissionsReplace_looksBeforeItRepeats(t *testing.T) {
	t.Parallel()
	const post, put = "POST group g2 Read Allow", "PUT group g2 Read Allow"
	for name, test := range map[string]struct {
		lost         string
		done         bool
		since, calls []string
	}{
		"done":                            {post, true, nil, []string{"GET", post, "GET"}},
		"not done":                        {post, false, nil, []string{"GET", post, "GET", post, "GET"}},
		"not done, and somebody else has": {post, false, []string{"group g2 Read Allow"}, []string{"GET", post, "GET"}},
		"spared, done":                    {put, true, nil, []string{"GET", put, "GET"}},
		"spared, not done, and who is spared has other rules now": {
			put, false, []string{"group g1 Read Allow"}, []string{"GET", put, "GET", put, "GET"},
		},
		"spared, not done, and somebody else has": {put, false, []string{"group g1 Read Deny", "group g2 Read Allow"}, []string{"GET", put, "GET"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPermissioned(t, "3.24", "group g1 Read Deny")
			p.answers[test.lost] = answer{test.done, func(w http.ResponseWriter, r *http.Request) {
				p.mu.Lock()
				delete(p.answers, test.lost)
				if test.since != nil {
					p.rules = test.since
				}
				p.mu.Unlock()
				dropped(w, r)
			}}
			var spared func(tableau.Grantee) bool
			if test.lost == put {
				spared = func(g tableau.Grantee) bool { return g.ID == "g1" }
			}
			written, err := p.client(t).Permissions().Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow"), spared)
			if err != nil || !written.After.Rules.Equal(rulesOf(p.rules...)) || !written.Before.Rules.Equal(rulesOf("group g1 Read Deny")) {
				t.Errorf("told %+v, %v, and there is %v", written, err, p.rules)
			}
			if !slices.Equal(p.calls, test.calls) {
				t.Errorf("the calls are %q", p.calls)
			}
		})
	}
}

func TestPermissionsReplace_givesUpAfterSomeLostAnswers(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24")
	p.answers["POST group g1 Read Allow"] = answer{HandlerFunc: status(503, "")}
	written, err := p.client(t).Permissions().Replace(t.Context(), salesRules, rulesOf("group g1 Read Allow"), nil)
	if !tableau.IsUncertain(err) || !written.Read || len(written.After.Rules) > 0 || len(p.writes()) != 4 {
		t.Errorf("told %+v, %v after %v", written, err, p.calls)
	}
}

func TestPermissionsRevoke_ofWhatIsGone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code     string
		gone     bool
		want     tableau.Code
		itemGone bool
	}{
		"not assigned": {code: "404014", gone: true},
		"unknown capability, and the rule is gone":             {code: "404013", gone: true},
		"unknown capability, and the rule is there":            {code: "404013", want: "404013"},
		"unknown group, and the rule is gone":                  {code: "404012", gone: true},
		"a code that is not documented, and the rule is gone":  {code: "404099", gone: true},
		"a code that is not documented, and the rule is there": {code: "404099", want: "404099"},
		"unknown user, and the rule is there":                  {code: "404002", want: "404002"},
		"unknown capability, and the item is gone":             {code: "404013", itemGone: true, want: "404006"},
		"the item is gone":                                     {code: "404006", itemGone: true, want: "404006"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPermissioned(t, "3.24", "group g1 Read Allow")
			p.answers["DELETE group g1 Read Allow"] = answer{test.gone, func(w http.ResponseWriter, r *http.Request) {
				if test.itemGone {
					p.answerReads(answer{HandlerFunc: status(404, refusal("404006", "Resource Not Found", "Workbook not found"))})
				}
				status(404, refusal(test.code, "Resource Not Found", "Gone"))(w, r)
			}}
			_, err := p.permissionsClient(t, "3.24").Permissions().Revoke(t.Context(), salesRules, rulesOf("group g1 Read Allow"), nil)
			if test.want == "" && err != nil || test.want != "" && !errors.Is(err, test.want) || tableau.IsNotFound(err) != test.itemGone {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestPermissionsReplace_interruptedStillTellsWhatIsThere(t *testing.T) {
	t.Parallel()
	for at, call := range turning {
		for _, done := range []bool{true, false} {
			p := newPermissioned(t, "3.22", turningFrom...)
			ctx, cancel := context.WithCancel(t.Context())
			p.answers[call] = answer{done, func(_ http.ResponseWriter, r *http.Request) {
				cancel()
				<-r.Context().Done()
			}}
			written, err := p.permissionsClient(t, "3.22").Permissions().Replace(ctx, salesRules, rulesOf(turningTo...), nil)
			cancel()
			if finished := done && at == len(turning)-1; finished != (err == nil) || !finished && !errors.Is(err, context.Canceled) {
				t.Errorf("interrupted at %s, done %t: the error is %v", call, done, err)
			}
			if !slices.Equal(p.writes(), turning[:at+1]) || !written.After.Rules.Equal(rulesOf(p.rules...)) {
				t.Errorf("interrupted at %s, done %t: told %+v, and there is %v", call, done, written.After, p.rules)
			}
		}
	}
}

func TestPermissionsReplace_namesWhatIsNotKept(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Write Deny")
	p.forgets = []string{"group g2 Read Allow", "user owner Read Allow"}
	permissions := p.permissionsClient(t, "3.24").Permissions()
	_, err := permissions.Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow", "group g2 Write Allow", "user owner Read Allow"), nil)
	var notKept *tableau.NotKeptError
	if !errors.As(err, &notKept) {
		t.Fatalf("the error is %v", err)
	}
	want := []tableau.Difference{{Grantee: tableau.Grantee{Kind: tableau.GroupGrantee, ID: "g2"}, Capability: "Read", Wanted: "Allow"}}
	if notKept.Of != salesRules || !slices.Equal(notKept.Differences, want) {
		t.Errorf("differences %+v", notKept)
	}
	if want := "Tableau accepted the new permissions of workbook sales and shows others: Read of group g2 should be Allow and is not set"; err.Error() != want {
		t.Errorf("the error is %v", err)
	}
}

func TestPermissionsRevoke_namesWhatDoesNotGo(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "groupSet s1 Read Allow")
	p.answers["DELETE groupSet s1 Read Allow"] = answer{HandlerFunc: status(http.StatusNoContent, "")}
	_, err := p.permissionsClient(t, "3.24").Permissions().Revoke(t.Context(), salesRules, rulesOf("groupSet s1 Read Allow"), nil)
	const want = "Tableau accepted the new permissions of workbook sales and shows others: Read of group set s1 should not be set and is Allow"
	if err == nil || err.Error() != want {
		t.Errorf("the error is %v", err)
	}
}

// An empty answer with status 200 can be a gateway's: the rules tell what became of the call.
func TestPermissionsRevoke_looksWhatAnEmptyAnswerMeans(t *testing.T) {
	t.Parallel()
	const call = "DELETE groupSet s1 Read Allow"
	for done, want := range map[bool]string{
		true:  "",
		false: "cannot delete Read (Allow) of group set s1 from permissions of workbook sales: DELETE /sites/{site}/workbooks/{workbook}/permissions/groupSets/{group_set}/{capability}/{mode} was answered with HTTP 200: the answer is empty",
	} {
		p := newPermissioned(t, "3.24", "groupSet s1 Read Allow")
		p.answers[call] = answer{done, status(200, "")}
		_, err := p.permissionsClient(t, "3.24").Permissions().Revoke(t.Context(), salesRules, rulesOf("groupSet s1 Read Allow"), nil)
		if sent := p.writes(); errorText(err) != want || !slices.Equal(sent, []string{call}) {
			t.Errorf("done %t: sent %v, the error is %v", done, sent, err)
		}
	}
}

// TestPermissionsReplace_doesNotMissTheOwnersRules: the owner may do everything
// without being listed for it.
func TestPermissionsReplace_doesNotMissTheOwnersRules(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24")
	p.forgets = []string{"user owner Read Allow"}
	written, err := p.permissionsClient(t, "3.24").Permissions().Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow", "user owner Read Allow"), nil)
	if err != nil || !written.After.Rules.Equal(rulesOf("group g2 Read Allow")) {
		t.Errorf("told %+v, %v", written.After, err)
	}
}

func TestPermissionsReplace_waitsForTheIndex(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Read Allow")
	stale := permissionsOf("group g1 Read Allow")
	p.answers["POST group g2 Read Allow"] = answer{true, func(w http.ResponseWriter, r *http.Request) {
		p.answerReads(answer{HandlerFunc: func(w http.ResponseWriter, r *http.Request) {
			p.mu.Lock()
			delete(p.answers, "GET")
			p.mu.Unlock()
			body(stale)(w, r)
		}})
		body(permissionsOf("group g2 Read Allow"))(w, r)
	}}
	written, err := p.client(t).Permissions().Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow"), nil)
	if err != nil || !written.After.Rules.Equal(rulesOf("group g2 Read Allow")) {
		t.Errorf("told %+v, %v", written.After, err)
	}
}

// TestPermissionsReplace_tellsWhatItWroteAndCouldNotRead is the only failure
// after which everything is as wanted.
func TestPermissionsReplace_tellsWhatItWroteAndCouldNotRead(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Read Allow")
	p.answers["POST group g2 Read Allow"] = answer{true, p.thenUnreadable(body(permissionsOf()))}
	written, err := p.permissionsClient(t, "3.24").Permissions().Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow"), nil)
	const want = "Tableau accepted the new permissions of workbook sales, and they could not be read back: cannot read permissions of workbook sales: "
	var notRead *tableau.NotReadBackError
	if !errors.As(err, &notRead) || !strings.HasPrefix(err.Error(), want) || !written.After.Rules.Equal(rulesOf("group g2 Read Allow")) {
		t.Errorf("told %+v, %v", written.After, err)
	}
}

// Rules of an item that is gone by now are none that could not be read.
func TestPermissionsReplace_tellsThatTheItemIsGoneAfterwards(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Read Allow")
	p.answers["POST group g2 Read Allow"] = answer{true, func(w http.ResponseWriter, r *http.Request) {
		p.answerReads(answer{HandlerFunc: status(404, refusal("404006", "Resource Not Found", "Workbook not found"))})
		body(permissionsOf())(w, r)
	}}
	if _, err := p.permissionsClient(t, "3.24").Permissions().Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow"), nil); !tableau.IsNotFound(err) {
		t.Errorf("the error is %v", err)
	}
}

// An interrupt leaves time for one look, which may be too early for the index.
func TestPermissionsReplace_interruptedIsReadBackOnce(t *testing.T) {
	t.Parallel()
	const post = "POST group g2 Read Allow"
	for name, test := range map[string]struct {
		stale bool
		want  string
	}{
		"shown": {false, ""},
		"not shown yet": {true, "Tableau accepted the new permissions of workbook sales, and they could not be read back: " +
			"a look after the interrupt does not show them: context canceled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPermissioned(t, "3.24", "group g1 Read Allow")
			stale := permissionsOf("group g1 Read Allow")
			ctx, interrupt := context.WithCancel(t.Context())
			defer interrupt()
			p.answers[post] = answer{true, func(w http.ResponseWriter, r *http.Request) {
				if test.stale {
					p.answerReads(answer{HandlerFunc: body(stale)})
				}
				interrupt()
				body(permissionsOf("group g2 Read Allow"))(w, r)
			}}
			written, err := p.client(t).Permissions().Replace(ctx, salesRules, rulesOf("group g2 Read Allow"), nil)
			if errorText(err) != test.want || !written.After.Rules.Equal(rulesOf("group g2 Read Allow")) || !slices.Equal(p.calls, []string{"GET", post, "GET"}) {
				t.Errorf("told %+v, %v after %v", written.After, err, p.calls)
			}
		})
	}
}
