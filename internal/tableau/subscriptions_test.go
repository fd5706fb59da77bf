package tableau_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	onSite            = "/api/3.24/sites/9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d"
	postSubscription  = "POST " + onSite + "/subscriptions"
	listSubscriptions = "GET " + onSite + "/subscriptions"
	getSubscription   = "GET " + onSite + "/subscriptions/7c6b"
	noSubscriptions   = `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="0"/><subscriptions/></tsResponse>`
	mondays           = `<subscription id="%s" subject="Monday report" attachImage="true" attachPdf="false" pageOrientation="PORTRAIT" pageSizeOption="LETTER" suspended="false">` +
		`<content id="w1" type="Workbook" sendIfViewEmpty="true"/><schedule id="s1" name="Mondays"/><user id="u1" name="ann"/></subscription>`
)

// reportSettings is what the tests ask for, and mondays what it makes.
var reportSettings = tableau.SubscriptionSettings{
	Subject: "Monday report", AttachImage: true, PageOrientation: "Portrait", PageSizeOption: "Letter",
	ContentType: "Workbook", ContentID: "w1", SendIfViewEmpty: true, UserID: "u1", ScheduleID: "s1",
}

func oneSubscription(id string) string {
	return `<tsResponse xmlns="http://tableau.com/api">` + fmt.Sprintf(mondays, id) + `</tsResponse>`
}

func subscriptionsListed(ids ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="%d"/><subscriptions>`, len(ids))
	for _, id := range ids {
		fmt.Fprintf(&b, mondays, id)
	}
	return b.String() + `</subscriptions></tsResponse>`
}

func TestSubscriptionGet_onlyItsOwnCodeMeansNotFound(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"404025": true,
		"404000": false, "404001": false, "404002": false, "404003": false, "404011": false, "404023": false, "401002": false, "403004": false,
	} {
		f := newFake(t)
		f.mux.HandleFunc(getSubscription, status(404, refusal(code, "Not found", "")))
		if _, err := f.client(t).Subscriptions().Get(t.Context(), "7c6b"); tableau.IsNotFound(err) != want {
			t.Errorf("%s: not found is %v, want %v (%v)", code, !want, want, err)
		}
	}
}

func TestSubscriptionGet_findsTheScheduleWhereverItStands(t *testing.T) {
	t.Parallel()
	const (
		head     = `<tsResponse xmlns="http://tableau.com/api"><subscription id="7c6b" subject="Daily"><content id="v1" type="View" customViewId="c1"/><user id="u1"/>`
		schedule = `<schedule frequency="Daily" nextRunAt="2026-03-03T02:15:00-0800"><frequencyDetails start="02:15:00" end="02:15:00"><intervals><interval hours="24"/><interval weekDay="Monday"/></intervals></frequencyDetails></schedule>`
	)
	for name, answer := range map[string]string{
		"nested":  head + schedule + `</subscription></tsResponse>`,
		"sibling": head + `</subscription>` + schedule + `</tsResponse>`,
	} {
		f := newFake(t)
		f.answer(getSubscription, answer)
		found, err := f.client(t).Subscriptions().Get(t.Context(), "7c6b")
		if err != nil || found.Schedule == nil || found.Schedule.FrequencyDetails.Start != "02:15:00" || found.Content.CustomViewID != "c1" {
			t.Errorf("%s: got %+v, %v", name, found, err)
		}
		if found.AttachImage != nil || found.AttachPDF != nil || found.Content.SendIfViewEmpty != nil {
			t.Errorf("%s: what is not shown is %+v", name, found)
		}
	}
}

func TestSubscriptionGet_toleratesOneWithoutASchedule(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(getSubscription, `<tsResponse xmlns="http://tableau.com/api"><subscription id="7c6b" subject="After refresh" refreshExtractTriggered="true" new="1">`+
		`<content id="v1" type="View"/><user id="u1"/><later/></subscription></tsResponse>`)
	found, err := f.client(t).Subscriptions().Get(t.Context(), "7c6b")
	if err != nil || found.Schedule != nil || !found.RefreshExtractTriggered {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestSubscriptionRead_ofAnEmptyAnswerIsAnError(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(getSubscription, `<tsResponse xmlns="http://tableau.com/api"/>`)
	f.answer(listSubscriptions, `<tsResponse xmlns="http://tableau.com/api"/>`)
	if found, err := f.client(t).Subscriptions().Read(t.Context(), "7c6b"); err == nil || !strings.Contains(err.Error(), "it holds no subscription") {
		t.Errorf("got %+v, %v", found, err)
	}
	for _, err := range f.client(t).Subscriptions().All(t.Context()) {
		if err == nil || !strings.Contains(err.Error(), "it holds no list") {
			t.Errorf("got %v", err)
		}
	}
}

func TestSubscriptionCreate_sendsEachProductsForm(t *testing.T) {
	t.Parallel()
	cloud := reportSettings
	cloud.ScheduleID, cloud.Message = "", new("First\nsecond")
	cloud.Frequency = "Weekly"
	cloud.FrequencyDetails = &tableau.FrequencyDetails{Start: "06:00:00", Intervals: &tableau.Intervals{Interval: []tableau.Interval{{WeekDay: "Monday"}}}}
	for name, test := range map[string]struct {
		settings tableau.SubscriptionSettings
		want     string
	}{
		"server": {reportSettings, `<subscription subject="Monday report" attachImage="true" attachPdf="false" pageOrientation="Portrait" pageSizeOption="Letter">` +
			`<content id="w1" type="Workbook" sendIfViewEmpty="true"></content><schedule id="s1"></schedule><user id="u1"></user></subscription>`},
		"cloud": {cloud, `<subscription subject="Monday report" attachImage="true" attachPdf="false" pageOrientation="Portrait" pageSizeOption="Letter" message="First&#xA;second">` +
			`<content id="w1" type="Workbook" sendIfViewEmpty="true"></content><user id="u1"></user></subscription>` +
			`<schedule frequency="Weekly"><frequencyDetails start="06:00:00"><intervals><interval weekDay="Monday"></interval></intervals></frequencyDetails></schedule>`},
	} {
		f := newFake(t)
		f.answer(listSubscriptions, noSubscriptions)
		f.mux.HandleFunc(postSubscription, func(w http.ResponseWriter, r *http.Request) {
			sent, _ := io.ReadAll(r.Body)
			if want := xml.Header + `<tsRequest xmlns="http://tableau.com/api">` + test.want + `</tsRequest>`; string(sent) != want {
				t.Errorf("%s: sent %s\nwant %s", name, sent, want)
			}
			io.WriteString(w, oneSubscription("7c6b"))
		})
		if created, err := f.client(t).Subscriptions().Create(t.Context(), test.settings, noneOfThem); err != nil || created.ID != "7c6b" {
			t.Errorf("%s: got %+v, %v", name, created, err)
		}
	}
}

func TestSubscriptionCreate_withALostAnswerFindsWhatWasMade(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]http.HandlerFunc{
		"dropped": dropped, "truncated": truncated(oneSubscription("new")), "503 page": htmlPage,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc(postSubscription, lost)
			// The index lags behind, and has one like it that was there before.
			f.inTurn(listSubscriptions, body(subscriptionsListed("old")), body(subscriptionsListed("old")), body(subscriptionsListed("old", "new")))
			created, err := f.client(t).Subscriptions().Create(t.Context(), reportSettings, noneOfThem)
			if err != nil || created.ID != "new" {
				t.Errorf("got %+v, %v", created, err)
			}
			if n := f.count(postSubscription); n != 1 {
				t.Errorf("asked for the subscription %d times, want once", n)
			}
		})
	}
}

func TestSubscriptionCreate_withALostRequestAsksAgain(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn(postSubscription, dropped, body(oneSubscription("7c6b")))
	f.answer(listSubscriptions, subscriptionsListed("old"))
	created, err := f.client(t).Subscriptions().Create(t.Context(), reportSettings, noneOfThem)
	if err != nil || created.ID != "7c6b" || f.count(postSubscription) != 2 {
		t.Errorf("got %+v, %v after %d requests", created, err, f.count(postSubscription))
	}
}

// What is new but unlike the request is somebody else's.
func TestSubscriptionCreate_neverTakesAnothersForItsOwn(t *testing.T) {
	t.Parallel()
	for name, replace := range map[string][2]string{
		"subject":      {`subject="Monday report"`, `subject="Monday Report"`},
		"user":         {`<user id="u1"`, `<user id="u2"`},
		"content":      {`<content id="w1"`, `<content id="w2"`},
		"content type": {`type="Workbook"`, `type="View"`},
		"schedule":     {`<schedule id="s1"`, `<schedule id="s2"`},
		"no schedule":  {`<schedule id="s1" name="Mondays"/>`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc(postSubscription, dropped)
			f.inTurn(listSubscriptions, body(noSubscriptions), body(strings.Replace(subscriptionsListed("other"), replace[0], replace[1], 1)))
			client := f.client(t, func(c *tableau.Config) { c.MaxRetries = 0 })
			_, err := client.Subscriptions().Create(t.Context(), reportSettings, noneOfThem)
			var failed *tableau.Error
			want := "The subscription may have been made all the same. If it was, the next apply says so, and how to adopt it."
			if !errors.As(err, &failed) || failed.Advice() != want {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSubscriptionCreate_onCloudIsKnownByItsFrequency(t *testing.T) {
	t.Parallel()
	settings := reportSettings
	settings.ScheduleID, settings.Frequency = "", "Daily"
	settings.FrequencyDetails = &tableau.FrequencyDetails{Start: "02:15:00", End: "02:15:00"}
	f := newFake(t)
	f.mux.HandleFunc(postSubscription, dropped)
	shown := func(id, schedule string) string {
		return strings.Replace(fmt.Sprintf(mondays, id), `<schedule id="s1" name="Mondays"/>`, schedule, 1)
	}
	f.inTurn(listSubscriptions, body(noSubscriptions), body(`<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="3"/><subscriptions>`+
		shown("weekly", `<schedule frequency="Weekly"/>`)+
		shown("later", `<schedule frequency="Daily"><frequencyDetails start="03:15:00"/></schedule>`)+
		shown("same", `<schedule frequency="Daily"><frequencyDetails start="02:15:00" end="02:15:00"/></schedule>`)+`</subscriptions></tsResponse>`))
	if created, err := f.client(t).Subscriptions().Create(t.Context(), settings, noneOfThem); err != nil || created.ID != "same" {
		t.Errorf("got %+v, %v", created, err)
	}
}

// Two that are alike and both lost must not end up with the same id.
func TestSubscriptionCreate_twoThatAreAlikeAreTwo(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc(postSubscription, dropped)
	f.inTurn(listSubscriptions, body(noSubscriptions), body(subscriptionsListed("one", "two")))
	subscriptions := f.client(t).Subscriptions()
	var ids [2]string
	var group sync.WaitGroup
	for i := range ids {
		group.Go(func() {
			created, err := subscriptions.Create(t.Context(), reportSettings, noneOfThem)
			if err != nil {
				t.Error(err)
			}
			ids[i] = created.ID
		})
	}
	group.Wait()
	if ids != [2]string{"one", "two"} && ids != [2]string{"two", "one"} {
		t.Errorf("got %v", ids)
	}
}

func TestSubscriptionCreate_saysWhenTheLookUpFailedToo(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc(postSubscription, dropped)
	f.inTurn(listSubscriptions, body(noSubscriptions), status(403, refusal("403004", "Forbidden", "")))
	_, err := f.client(t).Subscriptions().Create(t.Context(), reportSettings, noneOfThem)
	if err == nil || !strings.Contains(err.Error(), `cannot create subscription "Monday report"`) || !strings.Contains(err.Error(), "cannot list subscriptions") {
		t.Errorf("got %v", err)
	}
}

func TestSubscriptionCreate_refusedIsNotRepeated(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(listSubscriptions, noSubscriptions)
	f.mux.HandleFunc(postSubscription, status(403, refusal("403064", "Forbidden", "no address")))
	_, err := f.client(t).Subscriptions().Create(t.Context(), reportSettings, noneOfThem)
	want := `cannot create subscription "Monday report": POST /sites/{site}/subscriptions was answered with error 403064 (HTTP 403): Forbidden: no address`
	if err == nil || err.Error() != want || f.count(postSubscription) != 1 {
		t.Errorf("got %v after %v", err, f.requests)
	}
}

func TestSubscriptionCreate_whatWasThereIsListedOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(listSubscriptions, noSubscriptions)
	f.inTurn(postSubscription, body(oneSubscription("1")), body(oneSubscription("2")), body(oneSubscription("3")))
	subscriptions := f.client(t).Subscriptions()
	for range 3 {
		if _, err := subscriptions.Create(t.Context(), reportSettings, noneOfThem); err != nil {
			t.Error(err)
		}
	}
	if n := f.count(listSubscriptions); n != 1 {
		t.Errorf("listed %d times, want once", n)
	}
}

func TestSubscriptionUpdate_sendsEverythingAndIsRepeated(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	settings := reportSettings
	settings.Message, settings.Suspended = new(""), new(true)
	var sent string
	f.inTurn("PUT "+onSite+"/subscriptions/7c6b", dropped, htmlPage, func(w http.ResponseWriter, r *http.Request) {
		read, _ := io.ReadAll(r.Body)
		sent = string(read)
		io.WriteString(w, oneSubscription("7c6b"))
	})
	if err := f.client(t).Subscriptions().Update(t.Context(), "7c6b", settings); err != nil {
		t.Error(err)
	}
	want := xml.Header + `<tsRequest xmlns="http://tableau.com/api"><subscription subject="Monday report" attachImage="true" attachPdf="false" pageOrientation="Portrait" pageSizeOption="Letter" message="" suspended="true">` +
		`<content id="w1" type="Workbook" sendIfViewEmpty="true"></content><schedule id="s1"></schedule><user id="u1"></user></subscription></tsRequest>`
	if sent != want {
		t.Errorf("sent %s\nwant %s", sent, want)
	}
}

func TestSubscriptionDelete_isDoneOnlyWhenTheServiceSaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		done   bool
	}{
		"204":       {status(204, ""), true},
		"empty 200": {status(200, ""), false},
		"a page":    {header("Content-Type", "text/html", body("<html>Sign in</html>")), false},
		"403":       {status(403, refusal("403004", "Forbidden", "")), false},
	} {
		f := newFake(t)
		f.mux.HandleFunc("DELETE "+onSite+"/subscriptions/7c6b", test.answer)
		if err := f.client(t).Subscriptions().Delete(t.Context(), "7c6b"); (err == nil) != test.done {
			t.Errorf("%s: got %v", name, err)
		}
	}
	f := newFake(t)
	f.inTurn("DELETE "+onSite+"/subscriptions/7c6b", dropped, status(404, refusal("404025", "Subscription not found", "")))
	if err := f.client(t).Subscriptions().Delete(t.Context(), "7c6b"); !tableau.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

func TestSubscriptionAwait_readsUntilItIsThereAndAsWanted(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	missing := status(404, refusal("404025", "Subscription not found", ""))
	f.inTurn(getSubscription, missing, body(strings.Replace(oneSubscription("7c6b"), `suspended="false"`, `suspended="true"`, 1)), body(oneSubscription("7c6b")))
	found, err := f.client(t).Subscriptions().Await(t.Context(), "7c6b", func(s tableau.Subscription) bool { return !*s.Suspended })
	if err != nil || *found.Suspended || f.count(getSubscription) != 3 {
		t.Errorf("got %+v, %v after %d reads", found, err, f.count(getSubscription))
	}
	f.mux.HandleFunc("GET "+onSite+"/subscriptions/gone", missing)
	if _, err := f.client(t).Subscriptions().Await(t.Context(), "gone", func(tableau.Subscription) bool { return true }); !tableau.IsNotFound(err) {
		t.Errorf("got %v for one that never shows", err)
	}
}

// noneOfThem takes no subscription for the wanted one.
func noneOfThem(tableau.Subscription) bool { return false }

func TestSubscriptionCreate_ofOneThatIsThereIsRefusedUnlessItIsGone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		get     http.HandlerFunc
		refused bool
	}{
		"there":       {body(oneSubscription("old")), true},
		"gone":        {status(404, refusal("404025", "Subscription not found", "")), false},
		"another now": {body(strings.Replace(oneSubscription("old"), `"Monday report"`, `"Another report"`, 1)), false},
	} {
		f := newFake(t)
		f.answer(listSubscriptions, subscriptionsListed("old"))
		f.mux.HandleFunc("GET "+onSite+"/subscriptions/old", test.get)
		f.answer(postSubscription, oneSubscription("new"))
		_, err := f.client(t).Subscriptions().Create(t.Context(), reportSettings, func(tableau.Subscription) bool { return true })
		var exists *tableau.ExistsError
		if errors.As(err, &exists) != test.refused || (err != nil) != test.refused || f.count(postSubscription) == 1 == test.refused {
			t.Errorf("%s: got %v after %v", name, err, f.requests)
		}
		if test.refused && exists.ID != "old" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
