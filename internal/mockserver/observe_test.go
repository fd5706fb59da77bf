package mockserver_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestRequests_areLoggedByRoute(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	server.ResetRequests()
	id := server.AddSchedule(mockserver.Schedule{Name: "n"})
	c.api("GET", "/schedules?pageSize=10", "")
	c.api("GET", "/schedules/"+id, "")
	c.api("GET", "/schedules/"+id+"/", "")
	c.api("PATCH", "/schedules/"+id, "")
	c.api("GET", "/nothing", "")
	c.send("GET", "/mock/state", "")
	set(t, server, mockserver.Fault{Route: "DELETE /schedules/{schedule}", Drop: mockserver.DropBefore})
	_, _ = c.try("DELETE", "/api/3.29/schedules/"+id, "")

	got := server.Requests()
	want := map[string]int{
		"GET /schedules": 1, "GET /schedules/{schedule}": 2, "PATCH /schedules/{schedule}": 1, "GET (unknown)": 1, "DELETE /schedules/{schedule}": 1,
	}
	if got.Total != 6 || !maps.Equal(got.ByRoute, want) {
		t.Errorf("logged %d %v, want 6 %v", got.Total, got.ByRoute, want)
	}
	var lines []string
	for _, entry := range got.Entries {
		lines = append(lines, fmt.Sprintf("%d %s %s %s?%s %d", entry.Sequence, entry.Method, entry.Route, strings.ReplaceAll(entry.Path, id, "ID"), entry.Query, entry.Status))
	}
	wantLines := []string{
		"1 GET GET /schedules /api/3.29/schedules?pageSize=10 200",
		"2 GET GET /schedules/{schedule} /api/3.29/schedules/ID? 200",
		"3 GET GET /schedules/{schedule} /api/3.29/schedules/ID/? 200",
		"4 PATCH PATCH /schedules/{schedule} /api/3.29/schedules/ID? 405",
		"5 GET GET (unknown) /api/3.29/nothing? 404",
		"6 DELETE DELETE /schedules/{schedule} /api/3.29/schedules/ID? 0",
	}
	if !slices.Equal(lines, wantLines) {
		t.Errorf("logged\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(wantLines, "\n"))
	}

	server.ResetRequests()
	if got := server.Requests(); got.Total != 0 || len(got.ByRoute) != 0 || len(got.Entries) != 0 {
		t.Errorf("after a reset: %+v", got)
	}
}

func TestRequests_onCloudNameServersRoutesToo(t *testing.T) {
	server, c := start(t, mockserver.Options{Product: mockserver.ProductCloud})
	c.api("GET", "/schedules", "")
	if got := server.Requests().ByRoute["GET /schedules"]; got != 1 {
		t.Errorf("logged %v", server.Requests().ByRoute)
	}
}

// recorded is the content of every file in a folder of recordings, by name.
func recorded(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	contents := map[string]string{}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		contents[file.Name()] = string(content)
	}
	return contents
}

func TestRecord_writesBodiesWithoutSecrets(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "recordings")
	server, base := mockserver.Start(t, mockserver.Options{RecordDir: dir, Seed: twoSites()})
	c := signIn(t, base, demoSignIn)
	c.api("POST", "/schedules", request(dailyCalled+`"token=1"`, someDaily))
	c.api("POST", "/auth/signin", strings.ReplaceAll(signInBody(annPassword, "finance"), `"`, `'`))
	c.api("POST", "/auth/signin", signInBody(`jwt = "aaa.bbb`, ""))
	set(t, server, mockserver.Fault{Route: "*", HTML: true})
	c.api("GET", "/schedules", "")

	got := recorded(t, dir)
	want := []string{
		"0001-request.xml", "0001-response.xml", "0002-request.xml", "0002-response.xml", "0003-request.xml", "0003-response.xml",
		"0004-request.xml", "0004-response.xml", "0005-response.txt",
	}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
		t.Errorf("recorded %v, want %v", names, want)
	}
	for name, content := range got {
		for _, secret := range []string{"demo-secret", "secret'", "aaa", c.token} {
			if strings.Contains(content, secret) {
				t.Errorf("%s holds the secret %s: %s", name, secret, content)
			}
		}
	}
	if got, want := got["0001-request.xml"], strings.Replace(demoSignIn, "demo-secret", "***", 1); got != want {
		t.Errorf("recorded %s, want %s", got, want)
	}
	if !strings.Contains(got["0001-response.xml"], `<credentials token="***" estimatedTimeToExpiration="4:00:00">`) {
		t.Errorf("recorded %s", got["0001-response.xml"])
	}
	if got, want := got["0002-request.xml"], request(dailyCalled+`"token=1"`, someDaily); got != want {
		t.Errorf("recorded %s, want %s", got, want)
	}
}

func TestRecord_continuesAFolder(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		_, base := mockserver.Start(t, mockserver.Options{RecordDir: dir})
		caller{t: t, base: base}.api("GET", "/serverinfo", "")
	}
	if names := slices.Sorted(maps.Keys(recorded(t, dir))); !slices.Equal(names, []string{"0001-response.xml", "0002-response.xml"}) {
		t.Errorf("recorded %v", names)
	}
}

func TestRecord_folderMustBeOne(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := mockserver.New(mockserver.Options{RecordDir: file}); err == nil || !strings.Contains(err.Error(), "make the folder for recordings") {
		t.Errorf("got the error %v", err)
	}
}
