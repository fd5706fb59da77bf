package mockserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// FuzzFaults: whatever is sent as a plan of faults is refused with a reason, or played; and the service answers again once it is cleared.
func FuzzFaults(f *testing.F) {
	for _, plan := range []string{
		``, `{}`, `[]`, `null`, `[null]`, `[[]]`, `{"route": "*"}`, `{"route": "*"}, {"route": "*"}`, `{"route": "GET /schedules/{any}", "times": 1, "skip": 2}`,
		`{"route": "* /schedules", "status": 503, "html": true, "latency": "1ms"}`, `{"route": "POST /auth/signin", "code": "401001", "summary": "s", "detail": "<&>"}`,
		`{"route": "*", "code": "ab"}`, `{"route": "*", "status": 204, "body": "x"}`, `{"route": "*", "status": 304, "html": true}`, `{"route": "*", "redirect": "\r\nX: y"}`,
		`{"route": "*", "retry_after": "+1h", "status": 429, "after": true}`, `{"route": "*", "retry_after": "+", "status": 429}`, `{"route": "*", "latency": "-1h"}`,
		`{"route": "*", "drop": "after"}`, `{"route": "*", "truncate": true, "end_session": true}`, `{"route": "*", "partial": "list"}`, `{"route": "*", "content_type": "\u0000"}`,
		`[{"route": "GET /schedules", "partial": "empty"}, {"route": "GET", "status": 1}]`,
	} {
		f.Add(plan)
	}
	f.Fuzz(func(t *testing.T, plan string) {
		server := newServer(t, mockserver.Options{})
		a := direct(t, server, "", http.MethodPost, "/mock/faults", plan)
		switch a.status {
		case http.StatusNoContent:
		case http.StatusBadRequest:
			if !strings.HasPrefix(a.body, `{"error":"`) {
				t.Fatalf("refused by %s", a.body)
			}
			return
		default:
			t.Fatalf("answered %d %s", a.status, a.body)
		}
		if strings.Contains(plan, "latency") {
			return // it would be waited for
		}
		for range 3 {
			token := first(tokenValue, direct(t, server, "", http.MethodPost, "/api/3.29/auth/signin", demoSignIn).body)
			direct(t, server, token, http.MethodGet, "/api/3.29/schedules", "")
			direct(t, server, token, http.MethodGet, "/api/3.29/schedules/x", "")
		}
		wantStatus(t, direct(t, server, "", http.MethodDelete, "/mock/faults", ""), http.StatusNoContent)
		wantStatus(t, direct(t, server, "", http.MethodPost, "/api/3.29/auth/signin", demoSignIn), http.StatusOK)
	})
}
