package mockserver_test

import (
	"encoding/xml"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// FuzzRequestBody: whatever is sent as a schedule is answered in XML, as made or as refused, and never makes more than one.
func FuzzRequestBody(f *testing.F) {
	for _, body := range []string{
		``, `<`, `<tsRequest/>`, `<tsRequest><schedule/></tsRequest>`, `<a:tsRequest xmlns:a="http://tableau.com/api"/>`,
		request(dailyCalled+`"n"`, someDaily),
		request(`name="n" type="Flow" frequency="Hourly" priority="1"`, details(`start="06:00:00" end="22:00:00"`, `minutes="15"`, `weekDay="Monday"`)),
		request(`name="n" type="Extract" frequency="Monthly"`, details(`start="06:00:00"`, `monthDay="LastDay"`)),
		`<?xml version="1.0" encoding="latin1"?><tsRequest/>`, `<!DOCTYPE a><tsRequest/>`, "\xef\xbb\xbf<tsRequest/>", `<tsRequest>&#0;</tsRequest>`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		server, err := mockserver.New(mockserver.Options{})
		if err != nil {
			t.Fatal(err)
		}
		send := func(path, body, token string) *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/3.29"+path, strings.NewReader(body))
			r.Header.Set("X-Tableau-Auth", token)
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			return w
		}
		token := first(tokenValue, send("/auth/signin", demoSignIn, "").Body.String())
		w := send("/schedules", body, token)
		var response struct {
			XMLName xml.Name `xml:"http://tableau.com/api tsResponse"`
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &response); err != nil {
			t.Fatalf("answered %d %q: %v", w.Code, w.Body, err)
		}
		made := len(server.Schedules())
		if w.Code == 201 && made != 1 || w.Code == 400 && made != 0 || w.Code != 201 && w.Code != 400 && w.Code != 413 {
			t.Errorf("answered %d with %d schedules made", w.Code, made)
		}
		send("/auth/signin", body, "")
	})
}
