package tableau_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	currentSession = `<tsResponse xmlns="http://tableau.com/api"><session><site id="9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d" name="Default" contentUrl=""/><user id="1" name="admin" siteRole="ServerAdministrator"/></session></tsResponse>`
	adminWire      = `<tsResponse xmlns="http://tableau.com/api"><user id="1" name="admin" siteRole="SiteAdministratorCreator"><domain name="local"/></user></tsResponse>`
	groupsOfAdmin  = "GET " + sitePath + "/users/1/groups"
)

func TestSignedIn_isAskedOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(usersPath+"/1", adminWire)
	f.answer(groupsOfAdmin, pageOf(`<groups><group id="G1" name="All Users"><domain name="local"/></group><group id="g2" name="Finance"/></groups>`, 2))
	client := f.client(t)
	atOnce(20, func(int) {
		who, err := client.SignedIn(t.Context())
		if diff := cmp.Diff(tableau.SignedIn{
			ID: "1", Name: "admin", SiteRole: "SiteAdministratorCreator", Groups: []string{"g1", "g2"}, GroupsKnown: true,
		}, who); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
	if users, groups := f.count(usersPath+"/1"), f.count(groupsOfAdmin); users != 1 || groups != 1 {
		t.Errorf("the user was read %d times and the groups %d times, want once each", users, groups)
	}
}

func TestSignedIn_saysWhatTheServiceShows(t *testing.T) {
	t.Parallel()
	noScope := status(http.StatusUnauthorized, ended)
	for name, test := range map[string]struct {
		user, session, groups http.HandlerFunc
		change                func(*tableau.Config)
		want                  tableau.SignedIn
	}{
		"no groups to users": {body(adminWire), body(currentSession), notShown, noRetries, tableau.SignedIn{ID: "1", Name: "admin", SiteRole: "SiteAdministratorCreator"}},
		"no groups before 3.7": {
			body(adminWire), body(currentSession), nil, func(c *tableau.Config) { c.APIVersion = tableau.Version{Major: 3, Minor: 6} },
			tableau.SignedIn{ID: "1", Name: "admin", SiteRole: "SiteAdministratorCreator"},
		},
		"the session where not the user": {
			noScope, body(currentSession), noScope, withApp, tableau.SignedIn{ID: "1", Name: "admin", SiteRole: "ServerAdministrator"},
		},
		"the id alone": {noScope, noScope, noScope, withApp, tableau.SignedIn{ID: "1"}},
	} {
		f := newFake(t)
		for pattern, answer := range map[string]http.HandlerFunc{
			"GET /api/{v}/sites/{s}/users/1": test.user, "GET /api/{v}/sites/{s}/users/1/groups": test.groups, "GET /api/{v}/sessions/current": test.session,
		} {
			if answer != nil {
				f.mux.HandleFunc(pattern, answer)
			}
		}
		who, err := f.client(t, test.change).SignedIn(t.Context())
		if diff := cmp.Diff(test.want, who); err != nil || diff != "" {
			t.Error(name, err, diff)
		}
	}
}

func TestSignedIn_errorsAreNotRemembered(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(usersPath+"/1", adminWire)
	f.inTurn(groupsOfAdmin, status(http.StatusInternalServerError, refusal("500000", "Internal Server Error", "…")), body(pageOf("<groups/>", 0)))
	client := f.client(t, noRetries)
	if _, err := client.SignedIn(t.Context()); !errors.Is(err, tableau.Code("500000")) {
		t.Errorf("got %v", err)
	}
	if who, err := client.SignedIn(t.Context()); err != nil || !who.GroupsKnown {
		t.Errorf("later: %+v, %v", who, err)
	}
}
