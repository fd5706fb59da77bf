package mockserver_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestFault_leavesPartOfAListOut(t *testing.T) {
	t.Parallel()
	server, c := start(t, mockserver.Options{})
	for i := range 20 {
		server.AddSchedule(mockserver.Schedule{Name: fmt.Sprintf("n%02d", i)})
	}
	list := func(partial string) string {
		set(t, server, mockserver.Fault{Route: "GET /schedules", Partial: partial})
		return c.api("GET", "/schedules?pageSize=10&pageNumber=1", "").inner(t)
	}
	for partial, want := range map[string]int{mockserver.PartialPage: 5, mockserver.PartialEmpty: 0} {
		got := list(partial)
		if !strings.HasPrefix(got, `<pagination pageNumber="1" pageSize="10" totalAvailable="20"/>`) || strings.Count(got, "<schedule ") != want {
			t.Errorf("%s: answered %s, want %d of 20", partial, got, want)
		}
	}
	got := list(mockserver.PartialList)
	shown := strings.Count(got, "<schedule ")
	if strings.Contains(got, `totalAvailable="20"`) || shown == 0 || shown == 20 || shown < 10 && !strings.Contains(got, fmt.Sprintf(`totalAvailable="%d"`, shown)) {
		t.Errorf("answered %s, want part of the list with the total of the part", got)
	}
	if again := list(mockserver.PartialList); again != got {
		t.Errorf("the same fault left out others: %s and %s", got, again)
	}
}

func TestFault_leavesTasksOut(t *testing.T) {
	t.Parallel()
	server, c := startServerOffice(t, mockserver.Behaviour{})
	for range 20 {
		wantStatus(t, c.api("PUT", onEarly+"/workbooks", addSales), 200)
	}
	for partial, whole := range map[string]bool{mockserver.PartialPage: true, mockserver.PartialEmpty: true, mockserver.PartialList: false} {
		set(t, server, mockserver.Fault{Route: "GET /sites/{site}/tasks/extractRefreshes", Partial: partial})
		if shown := strings.Count(c.api("GET", extractTasks, "").body, "<extractRefresh "); (shown == 20) != whole || shown == 0 {
			t.Errorf("%s: %d of 20 tasks are listed", partial, shown)
		}
	}
}

func TestFault_answersAfterTheRequestHasHadItsEffect(t *testing.T) {
	t.Parallel()
	server, c := start(t, mockserver.Options{})
	set(t, server, mockserver.Fault{Route: "POST /schedules", Status: 504, HTML: true, After: true})
	wantStatus(t, c.api("POST", "/schedules", request(dailyCalled+`"n"`, someDaily)), 504)
	if made := len(server.Schedules()); made != 1 {
		t.Errorf("%d schedules were made", made)
	}
}

func TestFault_retryAfterIsADateOnTheServersClock(t *testing.T) {
	t.Parallel()
	server, c := start(t, mockserver.Options{Now: time.Date(2024, time.May, 6, 7, 8, 9, 0, time.UTC)})
	set(t, server, mockserver.Fault{Route: "*", Status: 429, RetryAfter: "+1h30s"})
	a := c.api("GET", "/schedules", "")
	if date, retry := a.header.Get("Date"), a.header.Get("Retry-After"); date != "Mon, 06 May 2024 07:08:09 GMT" || retry != "Mon, 06 May 2024 08:08:39 GMT" {
		t.Errorf("answered at %s to come again at %s", date, retry)
	}
}
