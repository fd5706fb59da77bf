package tableau_test

import (
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// hush has all that is escaped somewhere.
const hush = `p&s<w>o"r'd/+= %ü\4711`

// echoes are how a server may repeat a secret that it was sent.
var echoes = map[string]func(secret string) string{
	"as it is":          func(s string) string { return s },
	"in a query":        url.QueryEscape,
	"in a path":         url.PathEscape,
	"in lower-case hex": func(s string) string { return strings.ToLower(url.QueryEscape(s)) },
	"in JSON": func(s string) string {
		text, _ := json.Marshal(s)
		return string(text)
	},
	"in XML": func(s string) string {
		var b strings.Builder
		xml.EscapeText(&b, []byte(s)) //nolint:errcheck // A Builder takes everything.
		return b.String()
	},
	"in XML, by name": strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;").Replace,
	"in XML, by hex":  strings.NewReplacer("&", "&#x26;", "<", "&#x3C;", ">", "&#x3e;", `"`, "&#x022;", "'", "&#39;").Replace,
	"in base64":       func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"in base64, between others": func(s string) string {
		return base64.StdEncoding.EncodeToString([]byte("u:"+s+".")) + base64.RawURLEncoding.EncodeToString([]byte("u"+s+" "))
	},
}

func TestErrors_repeatNoSecretHoweverTheServerWritesIt(t *testing.T) {
	t.Parallel()
	for name, echo := range echoes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			said := echo(hush)
			// What is left of a secret in base64 is less than three of its bytes at either end.
			core := said
			if strings.Contains(name, "base64") {
				core = said[8 : len(said)-8]
			}
			f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", status(400, refusal("400000", "Bad "+escaped(said), "It was "+escaped(said)+" or so")))
			_, err := f.client(t, func(c *tableau.Config) { c.Credentials = tableau.Password{Username: "ann", Password: hush} }).Schedules().Get(t.Context(), "5e8f")
			if err == nil || strings.Contains(err.Error(), core) || strings.Contains(err.Error(), "4711") || !strings.Contains(err.Error(), "***") ||
				!strings.Contains(err.Error(), " or so") {
				t.Errorf("the server says %s, and the error is %v", said, err)
			}
		})
	}
}

func escaped(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) //nolint:errcheck // A Builder takes everything.
	return b.String()
}

// TestErrors_repeatNoSecretFromAnywhereInAnAnswer has a server repeat the
// session's token wherever its words reach an error.
func TestErrors_repeatNoSecretFromAnywhereInAnAnswer(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"code":           status(400, refusal("session-1", "Bad", "")),
		"element":        body("<session-1/>"),
		"broken element": body("<tsResponse><session-1></tsResponse>"),
		"entity":         body("<tsResponse>&session-1;</tsResponse>"),
		"number":         body(strings.Replace(sunday, `priority="50"`, `priority="session-1"`, 1)),
		"redirect":       header("Location", "https://session-1.example.com/session-1?t=session-1", status(302, "")),
		"page":           header("Content-Type", "text/html", body("<html>session-1</html>")),
		"header":         header("Retry-After", "session-1", status(503, "session-1")),
		"status line": func(w http.ResponseWriter, _ *http.Request) {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer connection.Close()
			fmt.Fprint(connection, "HTTP/1.1 session-1 session-1\r\n\r\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", answer)
			_, err := f.client(t).Schedules().Get(t.Context(), "5e8f")
			var failed *tableau.Error
			if !errors.As(err, &failed) {
				t.Fatalf("got %v", err)
			}
			if text := failed.Error() + failed.Advice() + fmt.Sprintf("%+v", failed); strings.Contains(text, "session-1") {
				t.Errorf("the token is in %s", text)
			}
		})
	}
}

func TestErrors_showATerminalNothingItWouldObey(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"escape character": {status(400, refusal("400000", "Bad", "\x1b[2Jall is well")), "was answered with HTTP 400 (Bad Request)"},
		"escaped escape":   {status(400, refusal("400000", "Bad", "&#27;[2Jall is well")), "was answered with HTTP 400 (Bad Request)"},
		"C1 control":       {status(400, refusal("400000", "Bad", "\u009b2Jall is well")), "Bad: \ufffd2Jall is well"},
		"in a header":      {header("Location", "https://\x1b[2Jexample.com/", status(302, "")), `malformed MIME header line: "Location: https://\x1b[2Jexample.com/" (the last of 4 attempts)`},
		"new lines":        {status(400, refusal("400000", "Bad", "one&#13;&#10;Error: two")), "Bad: one  Error: two"},
		"text direction":   {status(400, refusal("400000", "Bad", "\u202etxt.exe")), "Bad: \ufffdtxt.exe"},
		"Hebrew and emoji": {status(400, refusal("400000", "Bad", "לוח 🗓️")), "Bad: לוח 🗓️"},
		"endless":          {status(400, refusal("400000", "Bad", strings.Repeat("x", 60000))), "Bad: " + strings.Repeat("x", 2000) + "…"},
		"more than that":   {status(400, refusal("400000", "Bad", strings.Repeat("x", 200<<10))), "Bad: (a text of 200 KiB)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", test.answer)
			_, err := f.client(t).Schedules().Get(t.Context(), "5e8f")
			if err == nil || !strings.HasSuffix(err.Error(), test.want) {
				t.Errorf("got  %.300q\nwant %.300q", err, test.want)
			}
		})
	}
}

func TestSecrets_printedWithAnyVerbAreNotShown(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	for _, credentials := range []tableau.Credentials{
		tableau.PersonalAccessToken{Name: "ci", Secret: "hush"}, tableau.Password{Username: "ann", Password: "hush"},
		tableau.JWT{Token: "hush"}, tableau.ConnectedApp{ClientID: "client", Username: "ann", SecretValue: "hush"},
	} {
		config := tableau.Config{ServerURL: f.URL, Credentials: credentials, APIVersion: tableau.Version{Major: 3, Minor: 24}}
		client, err := tableau.NewClient(config)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
			t.Fatal(err)
		}
		for _, value := range []any{credentials, &credentials, config, &config, client, client.Session(), []any{client}, struct{ C tableau.Credentials }{credentials}} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%e", "%t", "%c", "%U", "%T", "%10s"} {
				shown := fmt.Sprintf(verb, value)
				for _, secret := range []string{"hush", "68757368", "68 75", "104 117", "session-"} {
					if strings.Contains(strings.ToLower(shown), secret) {
						t.Errorf("%s shows %s of %T: %s", verb, secret, value, shown)
					}
				}
			}
		}
		for _, value := range []any{credentials, client, client.Session()} {
			if text, err := json.Marshal(value); err == nil && strings.Contains(string(text), "hush") {
				t.Errorf("in JSON %T is %s", value, text)
			}
		}
	}
}
