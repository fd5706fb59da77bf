package tableau_test

import (
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// FuzzAnswers: whatever the service answers to whichever method, the method ends without a panic and after few requests. What it
// gives without an error has its ids, and an error is short and shows no secret.
func FuzzAnswers(f *testing.F) {
	methods := methodsOfClient()
	names := slices.Sorted(maps.Keys(methods))
	f.Fuzz(func(t *testing.T, name string, status int, body string) {
		call, known := methods[name]
		if !known {
			name = names[int(crc32.ChecksumIEEE([]byte(name)))%len(names)]
			call = methods[name]
		}
		if status < 200 || status > 599 {
			status = 200
		}
		results, err := callWith(t, name, call, status, body)
		if err != nil {
			if text := err.Error(); len(text) > longestError || strings.Contains(text, aSecret) {
				t.Fatalf("%s gives an error of %d bytes: %.3000s", name, len(text), text)
			}
			return
		}
		if incomplete, found := withoutID(results); found {
			t.Fatalf("%s gives something without an id: %+v", name, incomplete)
		}
	})
}

// longestError bounds the text of an error, which has a code, a summary and a detail of 2,000 characters each.
const longestError = 30_000

// TestAnswers_everyMethodHasASeedThatItUnderstands fails for a method that FuzzAnswers would not reach: give it an answer of its own
// in testdata/fuzz/FuzzAnswers, in a file of its name.
func TestAnswers_everyMethodHasASeedThatItUnderstands(t *testing.T) {
	t.Parallel()
	methods := methodsOfClient()
	if len(methods) < 80 {
		t.Errorf("found %d methods", len(methods))
	}
	for name, call := range methods {
		status, body := seed(t, name)
		results, err := callWith(t, name, call, status, body)
		if err != nil && strings.Contains(err.Error(), "incomplete or not understood") {
			t.Errorf("%s: %s", name, err)
		}
		if strings.HasSuffix(name, ".All") && len(results) == 0 {
			t.Errorf("%s lists nothing", name)
		}
	}
}

// seed is the entry of the corpus in the file of this name.
func seed(t *testing.T, name string) (status int, body string) {
	t.Helper()
	file, err := os.ReadFile("testdata/fuzz/FuzzAnswers/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(string(file), "go test fuzz v1\nstring(\""+name+"\")\nint(%d)\nstring(%q)", &status, &body); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return status, body
}

// callWith calls a method of a new client, to which the service gives one answer whatever is asked, sign-in aside.
func callWith(t *testing.T, name string, call method, status int, body string) (results []any, err error) {
	t.Helper()
	client, err := tableau.NewClient(tableau.Config{
		ServerURL: "https://tableau.example.com", RetryUnit: 1, Credentials: tableau.PersonalAccessToken{Name: "fuzz", Secret: aSecret},
	})
	if err != nil {
		t.Fatal(err)
	}
	requests := 0
	client.SetTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
		if requests++; requests > mostRequests {
			t.Fatalf("%s sends %d requests", name, requests)
		}
		switch {
		case strings.HasSuffix(r.URL.Path, "/serverinfo") && name != "ServerInfo" && name != "APIVersion":
			return answered(r, 200, serverInfo), nil
		case strings.HasSuffix(r.URL.Path, "/auth/signin") && name != "CurrentSession":
			return answered(r, 200, fmt.Sprintf(signedIn, 1)), nil
		}
		return answered(r, status, body), nil
	}))
	results, err = call(t, client)
	if closing := client.Close(t.Context()); closing != nil && closing.Error() == "" {
		t.Error("an error without words")
	}
	return results, err
}

const (
	aSecret = "correct-horse-battery-staple"
	// mostRequests is more than any method sends while all answers are the same.
	mostRequests = 100
)

type roundTrip func(*http.Request) (*http.Response, error)

func (r roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func answered(r *http.Request, status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}
}
