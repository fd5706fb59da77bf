package mockserver_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	subscriptions = officeSite + "/subscriptions"
	toSales       = `<content id="` + salesID + `" type="Workbook"/>`
	toMap         = `<content id="` + salesViewID + `" type="View" sendIfViewEmpty="false"/>`
	forAnn        = `<user id="` + annID + `"/>`
	onMails       = `<schedule id="` + mailsID + `"/>`
)

var subscriptionID = regexp.MustCompile(`<subscription id="([^"]*)"`)

func subscribe(attributes string, content ...string) string {
	return `<subscription ` + attributes + `>` + strings.Join(content, "") + `</subscription>`
}

func TestSubscription_onServer(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{})
	a := c.api("POST", subscriptions, tsRequest(subscribe(
		`subject="Map" message="Look" attachPdf="true" pageOrientation="Landscape" pageSizeOption="A4"`, toMap, onMails, forAnn)))
	wantStatus(t, a, 201)
	id := first(subscriptionID, a.body)
	if got, want := a.header.Get("Location"), "/api/3.29"+subscriptions+"/"+id; got != want {
		t.Errorf("Location is %q, want %q", got, want)
	}
	content := `<content id="` + salesViewID + `" type="View" sendIfViewEmpty="false"/><schedule id="` + mailsID + `" name="Mails"/><user id="` + annID + `" name="ann"/></subscription>`
	wantInner(t, a, `<subscription id="`+id+`" subject="Map" message="Look" pageOrientation="LANDSCAPE" pageSizeOption="A4" suspended="false">`+content)
	read := `<subscription id="` + id + `" subject="Map" message="Look" attachImage="true" attachPdf="true" pageOrientation="LANDSCAPE" pageSizeOption="A4" suspended="false">` + content
	wantInner(t, c.api("GET", subscriptions+"/"+id, ""), read)
	wantInner(t, c.api("GET", subscriptions, ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><subscriptions>`+read+`</subscriptions>`)

	a = c.api("PUT", subscriptions+"/"+id, tsRequest(subscribe(`suspended="true" attachImage="false"`)))
	wantStatus(t, a, 200)
	wantInner(t, a, `<subscription id="`+id+`" subject="Map" message="Look" pageOrientation="LANDSCAPE" pageSizeOption="A4" suspended="true">`+content)
	if got := c.api("GET", subscriptions+"/"+id, "").body; !strings.Contains(got, `attachImage="false" attachPdf="true"`) {
		t.Errorf("after the update: %s", got)
	}
	wantStatus(t, c.api("DELETE", subscriptions+"/"+id, ""), 204)
	wantRefusal(t, c.api("GET", subscriptions+"/"+id, ""), 404, "404025")
	wantRefusal(t, c.api("PUT", subscriptions+"/"+id, tsRequest(subscribe(`subject="x"`))), 404, "404025")
	wantRefusal(t, c.api("DELETE", subscriptions+"/"+id, ""), 404, "404025")
}

func TestSubscription_defaults(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{})
	a := c.api("POST", subscriptions, tsRequest(subscribe(`subject="Sales"`, toSales, onMails, forAnn)))
	wantInner(t, c.api("GET", subscriptions+"/"+first(subscriptionID, a.body), ""), `<subscription id="`+first(subscriptionID, a.body)+
		`" subject="Sales" message="" attachImage="true" attachPdf="false" pageOrientation="PORTRAIT" pageSizeOption="LETTER" suspended="false">`+
		`<content id="`+salesID+`" type="Workbook" sendIfViewEmpty="true"/><schedule id="`+mailsID+`" name="Mails"/><user id="`+annID+`" name="ann"/></subscription>`)
}

func TestSubscription_onCloud(t *testing.T) {
	server, c := startCloudOffice(t, mockserver.Behaviour{})
	a := c.api("POST", subscriptions, tsRequest(subscribe(`subject="Sales"`, toSales, forAnn), weekly))
	wantStatus(t, a, 200)
	if got := a.header.Get("Location"); got != "" {
		t.Errorf("Location is %q, want none", got)
	}
	id, scheduleID := first(subscriptionID, a.body), first(idValue, a.body)
	const frequency = `<frequencyDetails start="21:50:00"><intervals><interval weekDay="Wednesday"/></intervals></frequencyDetails></schedule>`
	attributes := `<subscription id="` + id + `" subject="Sales" message="" attachImage="true" attachPdf="false" pageOrientation="PORTRAIT" pageSizeOption="LETTER"`
	content := `><content id="` + salesID + `" type="Workbook" sendIfViewEmpty="true"/>`
	wantInner(t, a, attributes+content+`<user id="`+annID+`"/></subscription><schedule id="`+scheduleID+`" createdAt="2026-03-02T17:00:00+0000" `+
		`updatedAt="2026-03-02T17:00:00+0000" frequency="Weekly" nextRunAt="2026-03-04T21:50:00+0000">`+frequency)
	wantInner(t, c.api("GET", subscriptions+"/"+id, ""), attributes+` suspended="false"`+content+`<schedule frequency="Weekly" nextRunAt="2026-03-04T21:50:00Z">`+frequency+
		`<user id="`+annID+`" name="ann"/></subscription>`)

	server.AdvanceClock(time.Hour)
	wantStatus(t, c.api("PUT", subscriptions+"/"+id, tsRequest(every("Monthly", `start="06:00:00"`, `monthDay="15"`))), 200)
	if got := server.Subscriptions()[0]; got.Frequency != "Monthly" || got.Start != "06:00:00" || len(got.Intervals) != 1 || !got.NextRunAt.Equal(at(t, "2026-03-15T06:00:00Z")) {
		t.Errorf("updated to %+v", got)
	}
	wantRefusal(t, c.api("PUT", subscriptions+"/"+id, tsRequest(every("Weekly", `start="06:00:00"`))), 409, "409004")
	wantStatus(t, c.api("POST", subscriptions, tsRequest(subscribe(`subject="nested"`, toSales, weekly, forAnn))), 200)
	wantRefusal(t, c.api("POST", subscriptions, tsRequest(subscribe(`subject="s"`, toSales, onMails, forAnn))), 400, "400000")
	wantRefusal(t, c.api("POST", subscriptions, tsRequest(subscribe(`subject="s"`, toSales, weekly, forAnn), weekly)), 400, "400000")
	server.UpdateSubscription(id, func(sub *mockserver.Subscription) { sub.Suspended = true })
	if got := c.api("GET", subscriptions+"/"+id, "").body; !strings.Contains(got, `suspended="true"`) || strings.Contains(got, "nextRunAt") {
		t.Errorf("suspended: %s", got)
	}
}

func TestSubscription_readsMayBeBare(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{BareSubscriptions: true})
	a := c.api("POST", subscriptions, tsRequest(subscribe(`subject="Map" message="Look"`, toMap, onMails, forAnn)))
	id := first(subscriptionID, a.body)
	bare := `<subscription id="` + id + `" subject="Map"><content id="` + salesViewID + `" type="View"/><schedule id="` + mailsID + `" name="Mails"/><user id="` + annID + `" name="ann"/></subscription>`
	wantInner(t, c.api("GET", subscriptions+"/"+id, ""), bare)
	wantInner(t, c.api("GET", subscriptions, ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><subscriptions>`+bare+`</subscriptions>`)
}

func TestSubscription_refusals(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	for name, one := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"no subject":            {subscribe(``, toSales, onMails, forAnn), 400, "400067"},
		"empty subject":         {subscribe(`subject=""`, toSales, onMails, forAnn), 400, "400067"},
		"no content":            {subscribe(`subject="s"`, onMails, forAnn), 400, "400068"},
		"content without id":    {subscribe(`subject="s"`, `<content type="View"/>`, onMails, forAnn), 400, "400068"},
		"content of no type":    {subscribe(`subject="s"`, `<content id="`+salesID+`" type="Flow"/>`, onMails, forAnn), 400, "400069"},
		"schedule of extracts":  {subscribe(`subject="s"`, toSales, `<schedule id="`+earlyID+`"/>`, forAnn), 400, "400069"},
		"page there is not":     {subscribe(`subject="s" pageSizeOption="A0"`, toSales, onMails, forAnn), 400, "400063"},
		"flag that is none":     {subscribe(`subject="s" attachPdf="maybe"`, toSales, onMails, forAnn), 400, "400000"},
		"suspended on create":   {subscribe(`subject="s" suspended="true"`, toSales, onMails, forAnn), 400, "400000"},
		"no user":               {subscribe(`subject="s"`, toSales, onMails), 400, "400000"},
		"no schedule":           {subscribe(`subject="s"`, toSales, forAnn), 400, "400000"},
		"frequency on Server":   {subscribe(`subject="s"`, toSales, forAnn) + weekly, 400, "400000"},
		"nothing":               {``, 400, "400000"},
		"unknown workbook":      {subscribe(`subject="s"`, `<content id="`+noSuchID+`" type="Workbook"/>`, onMails, forAnn), 400, "404006"},
		"view as workbook":      {subscribe(`subject="s"`, `<content id="`+salesViewID+`" type="Workbook"/>`, onMails, forAnn), 400, "404006"},
		"unknown view":          {subscribe(`subject="s"`, `<content id="`+noSuchID+`" type="View"/>`, onMails, forAnn), 404, "404011"},
		"unknown user":          {subscribe(`subject="s"`, toSales, onMails, `<user id="`+noSuchID+`"/>`), 404, "404002"},
		"unknown schedule":      {subscribe(`subject="s"`, toSales, `<schedule id="`+noSuchID+`"/>`, forAnn), 404, "404023"},
		"user without an email": {subscribe(`subject="s"`, toSales, onMails, `<user id="00000000-0000-0000-0000-0000000000a2"/>`), 403, "403064"},
	} {
		t.Run(name, func(t *testing.T) {
			c := c
			c.t = t
			wantRefusal(t, c.api("POST", subscriptions, tsRequest(one.body)), one.status, one.code)
		})
	}
	server.SetBehaviour(mockserver.Behaviour{RecipientsLackRead: true})
	wantRefusal(t, c.api("POST", subscriptions, tsRequest(subscribe(`subject="s"`, toSales, onMails, forAnn))), 403, "403063")
	if made := server.Subscriptions(); len(made) != 0 {
		t.Errorf("made %+v", made)
	}
}

func TestSubscription_onCloudIsNotForViewers(t *testing.T) {
	t.Parallel()
	server, c := startCloudOffice(t, mockserver.Behaviour{})
	eve, ann := c.as("eve", "demo"), c.as("ann", "demo")
	eveID := "00000000-0000-0000-0000-0000000000a2"
	wantRefusal(t, eve.api("POST", subscriptions, tsRequest(subscribe(`subject="s"`, toSales, `<user id="`+eveID+`"/>`), weekly)), 403, "403004")
	wantRefusal(t, ann.api("POST", subscriptions, tsRequest(subscribe(`subject="s"`, toSales, `<user id="`+bobID+`"/>`), weekly)), 403, "403004")
	wantStatus(t, ann.api("POST", subscriptions, tsRequest(subscribe(`subject="s"`, toSales, forAnn), weekly)), 200)
	if got := len(server.Subscriptions()); got != 1 {
		t.Errorf("%d subscriptions were made", got)
	}
}

func TestSubscription_whoMaySubscribeWhom(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{})
	ann := c.as("ann", "")
	forBob := `<user id="` + bobID + `"/>`
	toAnns := `<content id="` + annsID + `" type="Workbook"/>`
	wantRefusal(t, ann.api("POST", subscriptions, tsRequest(subscribe(`subject="s"`, toSales, onMails, forBob))), 403, "403060")
	self := ann.api("POST", subscriptions, tsRequest(subscribe(`subject="self"`, toSales, onMails, forAnn)))
	bobs := ann.api("POST", subscriptions, tsRequest(subscribe(`subject="bob's"`, toAnns, onMails, forBob)))
	wantStatus(t, self, 201)
	wantStatus(t, bobs, 201)
	wantRefusal(t, ann.api("GET", subscriptions+"/"+first(subscriptionID, bobs.body), ""), 403, "403004")
	if got := ann.api("GET", subscriptions, "").body; !strings.Contains(got, `totalAvailable="1"`) || !strings.Contains(got, `subject="self"`) {
		t.Errorf("ann sees %s", got)
	}
	if got := c.as("bob", "").api("GET", subscriptions+"?pageSize=1&pageNumber=2", "").body; !strings.Contains(got, `totalAvailable="2"`) {
		t.Errorf("an administrator sees %s", got)
	}
}

func TestSubscription_updateRefusals(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	id := server.AddSubscription(mockserver.Subscription{
		Subject: "s", User: "ann", Content: salesID, RefreshExtractTriggered: true, Timing: mockserver.Timing{Schedule: "Mails"},
	})
	if got := c.api("GET", subscriptions+"/"+id, "").body; !strings.Contains(got, `refreshExtractTriggered="true"`) {
		t.Errorf("reads %s", got)
	}
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		subscribe(`subject=""`):                                            {400, "400067"},
		subscribe(``, `<schedule id="`+earlyID+`"/>`):                      {400, "400069"},
		subscribe(``, `<schedule id="`+noSuchID+`"/>`):                     {404, "404023"},
		subscribe(``, `<user id="`+noSuchID+`"/>`):                         {404, "404002"},
		subscribe(``, `<content id="x" type="View"/>`):                     {404, "404011"},
		subscribe(`suspended="perhaps"`):                                   {400, "400000"},
		subscribe(``, `<user id="00000000-0000-0000-0000-0000000000a2"/>`): {403, "403064"},
	} {
		wantRefusal(t, c.api("PUT", subscriptions+"/"+id, tsRequest(body)), want.status, want.code)
	}
	wantStatus(t, c.api("PUT", subscriptions+"/"+id, tsRequest()), 200)
	wantStatus(t, c.api("PUT", subscriptions+"/"+id, tsRequest(subscribe(`subject="t"`, toMap))), 200)
	if got := server.Subscriptions()[0]; got.Subject != "t" || got.Content != salesViewID || got.ContentType != "View" || !got.NotIfViewEmpty {
		t.Errorf("updated to %+v", got)
	}
	server.DeleteWorkbook(salesID)
	wantRefusal(t, c.api("GET", subscriptions+"/"+id, ""), 404, "404025")
}

func TestSubscription_theIndexLags(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{IndexLag: 2})
	id := first(subscriptionID, c.api("POST", subscriptions, tsRequest(subscribe(`subject="s"`, toSales, onMails, forAnn))).body)
	wantInner(t, c.api("GET", subscriptions, ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="0"/><subscriptions/>`)
	wantRefusal(t, c.api("GET", subscriptions+"/"+id, ""), 404, "404025")
	wantStatus(t, c.api("GET", subscriptions+"/"+id, ""), 200)
}

func TestTasks_scopesOfConnectedAppsAreClouds(t *testing.T) {
	app := []mockserver.ConnectedApp{{ClientID: "app", Secrets: map[string]string{"key": "value"}}}
	onCloud := officeOptions(t, mockserver.ProductCloud, mockserver.Behaviour{})
	onServer := officeOptions(t, mockserver.ProductServer, mockserver.Behaviour{})
	onCloud.Seed.ConnectedApps, onServer.Seed.ConnectedApps = app, app
	for scope, want := range map[string]struct{ onCloud, onServer int }{
		"tableau:tasks:read":   {200, 401},
		"tableau:tasks":        {200, 401},
		"tableau:tasks:run":    {401, 401},
		"tableau:content:read": {401, 401},
	} {
		for _, one := range []struct {
			options mockserver.Options
			site    string
			status  int
		}{{onCloud, "demo", want.onCloud}, {onServer, "", want.onServer}} {
			_, base := mockserver.Start(t, one.options)
			token := sign(t, "value", func(_ *jwt.Token, claims jwt.MapClaims) { claims["scp"] = []string{scope} })
			c := signIn(t, base, signInBody(`jwt="`+token+`"`, one.site))
			for _, path := range []string{extractTasks, subscriptions} {
				if got := c.api("GET", path, "").status; got != one.status {
					t.Errorf("%s with %s answered %d, want %d", path, scope, got, one.status)
				}
			}
		}
	}
}
