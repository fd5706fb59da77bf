package mockserver_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	defaultSiteElement = `<site id="00000000-0000-0000-0000-00000000000a" name="Default" contentUrl="" adminMode="ContentAndUsers" state="Active" ` +
		`timeZone="America/Los_Angeles" disableSubscriptions="false" subscribeOthersEnabled="true" flowsEnabled="true" ` +
		`schedulingFlowsEnabled="true" runNowEnabled="true" groupSetsEnabled="true"/>`
	financeSiteElement = `<site id="00000000-0000-0000-0000-00000000000b" name="Finance" contentUrl="finance" adminMode="ContentAndUsers" state="Active" ` +
		`timeZone="Europe/London" disableSubscriptions="false" subscribeOthersEnabled="true" flowsEnabled="true" ` +
		`schedulingFlowsEnabled="true" runNowEnabled="true" groupSetsEnabled="true"/>`
)

func TestSites_administratorListsThem(t *testing.T) {
	_, c := startTwoSites(t)
	admin := signIn(t, c.base, demoSignIn)
	wantInner(t, admin.api("GET", "/sites", ""),
		`<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><sites>`+defaultSiteElement+financeSiteElement+`</sites>`)
	wantInner(t, admin.api("GET", "/sites?pageSize=1&pageNumber=2", ""),
		`<pagination pageNumber="2" pageSize="1" totalAvailable="2"/><sites>`+financeSiteElement+`</sites>`)
	wantInner(t, admin.api("GET", "/sites/"+financeSiteID, ""), financeSiteElement)
	wantRefusal(t, admin.api("GET", "/sites/finance", ""), 404, "404000")
}

func TestSites_othersSeeTheirOwn(t *testing.T) {
	_, c := startTwoSites(t)
	ann := signIn(t, c.base, signInBody(annToken, "finance"))
	wantInner(t, ann.api("GET", "/sites/"+financeSiteID, ""), financeSiteElement)
	wantRefusal(t, ann.api("GET", "/sites/"+defaultSiteID, ""), 403, "403004")
	wantRefusal(t, ann.api("GET", "/sites", ""), 403, "403004")
}

func TestSites_cloudDoesNotListThem(t *testing.T) {
	_, c := start(t, mockserver.Options{Product: mockserver.ProductCloud, Seed: mockserver.Seed{
		Sites: []mockserver.Site{{ID: financeSiteID, Name: "Finance", ContentURL: "demo", TimeZone: "Europe/London"}},
	}})
	wantRefusal(t, c.api("GET", "/sites?pageSize=1", ""), 403, "403069")
	wantStatus(t, c.api("GET", "/sites/"+financeSiteID, ""), 200)
}
