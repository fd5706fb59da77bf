package mockserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// A site of the size that the provider is measured on.
const (
	manyTasks = 50000
	many      = 3000
)

// bigSite has many of everything, each content with rules for ten groups.
func bigSite() mockserver.Seed {
	seed := mockserver.Seed{Sites: []mockserver.Site{{ID: defaultSiteID, Name: "Default"}}}
	for i := range 10 {
		seed.Groups = append(seed.Groups, mockserver.Group{Name: fmt.Sprintf("group %d", i)})
	}
	rules := mockserver.Rules{}
	for _, group := range seed.Groups {
		rules["group:"+group.Name] = map[string]string{"Read": "Allow", "Write": "Allow", "Filter": "Deny"}
	}
	for i := range many {
		seed.Users = append(seed.Users, mockserver.User{ID: bigID("user", i), Name: fmt.Sprintf("user %d", i), SiteRole: "Creator"})
		for _, kind := range []string{"Extract", "Flow", "Subscription"} {
			seed.Schedules = append(seed.Schedules, mockserver.Schedule{ID: bigID(kind, i), Name: fmt.Sprint(kind, i), Type: kind})
		}
		seed.Workbooks = append(seed.Workbooks, mockserver.Workbook{
			ID: bigID("workbook", i), Name: fmt.Sprint("workbook ", i), Owner: fmt.Sprintf("user %d", i),
			Views: []mockserver.View{{ID: bigID("view", i), Name: fmt.Sprint("view ", i)}},
		})
		seed.Permissions = append(seed.Permissions, mockserver.Permissions{ContentType: "workbook", Content: bigID("workbook", i), Rules: rules})
		seed.Flows = append(seed.Flows, mockserver.Flow{ID: bigID("flow", i), Name: fmt.Sprint("flow ", i)})
		seed.FlowTasks = append(seed.FlowTasks, mockserver.FlowTask{
			ID: bigID("flow task", i), Flow: bigID("flow", i), Timing: mockserver.Timing{Schedule: bigID("Flow", i)},
		})
		seed.Subscriptions = append(seed.Subscriptions, mockserver.Subscription{
			ID: bigID("subscription", i), Subject: "s", User: fmt.Sprintf("user %d", i), ContentType: "Workbook", Content: bigID("workbook", i),
			Timing: mockserver.Timing{Schedule: bigID("Subscription", i)},
		})
	}
	for i := range manyTasks {
		seed.ExtractTasks = append(seed.ExtractTasks, mockserver.ExtractTask{
			ID: bigID("extract task", i), Workbook: bigID("workbook", i%many), Timing: mockserver.Timing{Schedule: bigID("Extract", i%many)},
		})
	}
	return seed
}

func bigID(kind string, i int) string {
	return fmt.Sprintf("00000000-0000-0000-%04x-%012x", len(kind), i)
}

// BenchmarkMock_requests is what one request costs on a big site, with a few hundred thousand in the log before it.
func BenchmarkMock_requests(b *testing.B) {
	server, err := mockserver.New(mockserver.Options{Seed: bigSite()})
	if err != nil {
		b.Fatal(err)
	}
	token := ""
	send := func(method, path, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(b.Context(), method, "/api/3.29"+path, strings.NewReader(body))
		r.Header.Set("X-Tableau-Auth", token)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		return w
	}
	token = first(tokenValue, send("POST", "/auth/signin", demoSignIn).Body.String())
	site := "/sites/" + defaultSiteID
	for _, one := range []struct {
		name, method, path, body string
		status                   int
	}{
		{"get schedule", "GET", "/schedules/" + bigID("Extract", 2999), "", http.StatusOK},
		{"get extract task", "GET", site + "/tasks/extractRefreshes/" + bigID("extract task", 49999), "", http.StatusOK},
		{"get flow task", "GET", site + "/tasks/runFlow/" + bigID("flow task", 2999), "", http.StatusOK},
		{"get subscription", "GET", site + "/subscriptions/" + bigID("subscription", 2999), "", http.StatusOK},
		{"get permissions of a workbook", "GET", site + "/workbooks/" + bigID("workbook", 2999) + "/permissions", "", http.StatusOK},
		{"get permissions of a view", "GET", site + "/views/" + bigID("view", 2999) + "/permissions", "", http.StatusOK},
		{"find a workbook by name", "GET", site + "/workbooks?filter=name:eq:workbook+2999", "", http.StatusOK},
		{"list 50000 extract tasks", "GET", site + "/tasks/extractRefreshes", "", http.StatusOK},
		{"list 3000 flow tasks", "GET", site + "/tasks/runFlow", "", http.StatusOK},
		{"list 1000 of 3000 subscriptions", "GET", site + "/subscriptions?pageSize=1000", "", http.StatusOK},
		{"list 1000 of 9000 schedules", "GET", "/schedules?pageSize=1000", "", http.StatusOK},
		{"list 1000 of 3000 workbooks", "GET", site + "/workbooks?pageSize=1000", "", http.StatusOK},
		{"list 1000 of 3000 users", "GET", site + "/users?pageSize=1000", "", http.StatusOK},
		{
			"put extract task on a schedule", "PUT", site + "/schedules/" + bigID("Extract", 0) + "/workbooks",
			strings.Replace(addSales, salesID, bigID("workbook", 7), 1), http.StatusOK,
		},
		{
			"put permissions", "PUT", site + "/workbooks/" + bigID("workbook", 7) + "/permissions",
			permissionsBody(can("user", bigID("user", 2999), "Read Allow")), http.StatusOK,
		},
		{"fail to delete a schedule in use", "DELETE", "/schedules/" + bigID("Subscription", 2999), "", http.StatusBadRequest},
		{"fail to create a schedule", "POST", "/schedules", request(dailyCalled+`"Extract0"`, someDaily), http.StatusConflict},
	} {
		b.Run(one.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got := send(one.method, one.path, one.body); got.Code != one.status {
					b.Fatalf("answered %d %.300s", got.Code, got.Body)
				}
			}
		})
	}
}

// BenchmarkMock_start is what it takes to plant a big site.
func BenchmarkMock_start(b *testing.B) {
	seed := bigSite()
	for b.Loop() {
		if _, err := mockserver.New(mockserver.Options{Seed: seed}); err != nil {
			b.Fatal(err)
		}
	}
}
