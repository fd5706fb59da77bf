package tableau_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var notShown = status(http.StatusForbidden, refusal("403004", "Forbidden", "No"))

var app = tableau.ConnectedApp{ClientID: "app", SecretID: "key", SecretValue: "a secret of thirty-two characters", Username: "ann", Scopes: []string{"tableau:content:read"}}

func withApp(c *tableau.Config) { c.Credentials = app }

func noRetries(c *tableau.Config) { c.MaxRetries = 0 }

func TestGrantees_thatAreNotShownAreNotKnown(t *testing.T) {
	t.Parallel()
	const noAdministrator = "The signed-in user may not look names up, which is an administrator's right on most sites. " +
		"Write the LUID in place of the name, %s:LUID, or sign in as a site administrator."
	const noScope = "Looking names up needs the scope %s, which the sign-in probably lacks. Add the scope, or write the LUID in place of the name, %s:LUID."
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		change func(*tableau.Config)
		advice map[tableau.GranteeKind]string
	}{
		"to users who are no administrators": {notShown, noRetries, map[tableau.GranteeKind]string{
			"group": fmt.Sprintf(noAdministrator, "group"), "group_set": fmt.Sprintf(noAdministrator, "group_set"), "user": fmt.Sprintf(noAdministrator, "user"),
		}},
		"to tokens without the scope": {status(http.StatusUnauthorized, ended), withApp, map[tableau.GranteeKind]string{
			"group":     fmt.Sprintf(noScope, "tableau:groups:read", "group"),
			"group_set": fmt.Sprintf(noScope, "tableau:groupsets:read", "group_set"),
			"user":      fmt.Sprintf(noScope, "tableau:users:read", "user"),
		}},
	} {
		f := newFake(t)
		for _, list := range []string{groupsPath, setsPath, usersPath, usersPath + "/{id}"} {
			f.mux.HandleFunc(list, test.answer)
		}
		client := f.client(t, test.change)
		for _, kind := range []tableau.GranteeKind{"group", "group_set", "user"} {
			for range 3 {
				known, found, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: kind, ID: "x1"})
				if err != nil || found || known != (tableau.KnownGrantee{}) {
					t.Errorf("%s: a %s is known as %v, %t, %v", name, kind, known, found, err)
				}
			}
			_, err := client.Grantees().Named(t.Context(), kind, "Finance")
			var refused *tableau.Error
			if !errors.As(err, &refused) {
				t.Fatalf("%s: a %s by name gives %v", name, kind, err)
			}
			if refused.Advice() != test.advice[kind] {
				t.Errorf("%s: the advice is %q", name, refused.Advice())
			}
		}
		// Known asked once, Named once; a session that may have ended is renewed, and asked with, once.
		if n := f.count(groupsPath); n > 3 {
			t.Errorf("%s: the groups were listed %d times", name, n)
		}
	}
}

func TestGrantees_aTokensLostSessionHidesNobody(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc(groupsPath, status(http.StatusUnauthorized, ended))
	_, _, err := f.client(t).Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.GroupGrantee, ID: "g1"})
	if !errors.Is(err, tableau.Code("401002")) {
		t.Errorf("a personal access token has no scopes, and yet it gives %v", err)
	}
}

func TestGrantees_usersWhoSeeOnlyThemselvesAreKnownToThemselves(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc(usersPath, notShown)
	f.mux.HandleFunc(usersPath+"/{id}", notShown)
	f.answer(usersPath+"/u1", `<tsResponse xmlns="http://tableau.com/api">`+userWire(1)+`</tsResponse>`)
	client := f.client(t)
	for i := range 30 {
		_, found, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.UserGrantee, ID: fmt.Sprint("u", i)})
		if err != nil || found != (i == 1) {
			t.Errorf("u%d is known: %t, %v", i, found, err)
		}
	}
	if n := f.count(usersPath); n != 1 {
		t.Errorf("a list that is refused was asked for %d times, want once", n)
	}
	// Whose name the service does not look up is shown by the id.
	known, _, _ := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.UserGrantee, ID: "u1"})
	if name, err := client.Grantees().Name(t.Context(), known); err != nil || name != "u1" {
		t.Errorf("named %q, %v", name, err)
	}
}

func TestGrantees_whoDoesNotExistIsNotKnown(t *testing.T) {
	t.Parallel()
	f := newUsersFake(t)
	f.answer(groupsPath, groupsWire("Finance"))
	client := f.client(t)
	for _, grantee := range []tableau.Grantee{{Kind: "user", ID: "gone"}, {Kind: "group", ID: "gone"}} {
		if _, found, err := client.Grantees().Known(t.Context(), grantee); err != nil || found {
			t.Errorf("%v: %t, %v", grantee, found, err)
		}
	}
	strange := newFake(t)
	strange.mux.HandleFunc(usersPath+"/{id}", status(404, refusal("404003", "Resource Not Found", "No such method")))
	if _, _, err := strange.client(t).Grantees().Known(t.Context(), tableau.Grantee{Kind: "user", ID: "u1"}); !errors.Is(err, tableau.Code("404003")) {
		t.Errorf("an answer that is not about the user gives %v", err)
	}
}

func TestGrantees_errorsAreNotRemembered(t *testing.T) {
	t.Parallel()
	broken := status(http.StatusInternalServerError, refusal("500000", "Internal Server Error", "…"))
	f := newFake(t)
	f.inTurn(groupsPath, broken, notShown, body(groupsWire("Finance")))
	f.inTurn(usersPath+"/u1", broken, body(`<tsResponse xmlns="http://tableau.com/api">`+userWire(1)+`</tsResponse>`))
	client := f.client(t, noRetries)
	for _, code := range []tableau.Code{"500000", "403004"} {
		if _, err := client.Grantees().Named(t.Context(), "group", "Finance"); !errors.Is(err, code) {
			t.Errorf("got %v, want %v", err, code)
		}
	}
	if found, err := client.Grantees().Named(t.Context(), "group", "Finance"); err != nil || len(found) != 1 {
		t.Errorf("later: %v, %v", found, err)
	}
	if _, found, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: "group", ID: "g0"}); err != nil || !found {
		t.Errorf("what was hidden once stays so: %t, %v", found, err)
	}
	if _, _, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: "user", ID: "u1"}); !errors.Is(err, tableau.Code("500000")) {
		t.Errorf("got %v", err)
	}
	if _, found, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: "user", ID: "u1"}); err != nil || !found {
		t.Errorf("later: %t, %v", found, err)
	}
}

func TestGrantees_whoGivesUpDoesNotSpoilItForOthers(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	asked, answer := make(chan struct{}), make(chan struct{})
	f.inTurn(groupsPath, func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		select {
		case <-r.Context().Done():
		case <-answer:
		}
	}, body(groupsWire("Finance")))
	t.Cleanup(func() { close(answer) })
	client := f.client(t)
	ctx, giveUp := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() {
		_, err := client.Grantees().Named(ctx, "group", "Finance")
		first <- err
	}()
	<-asked
	second := make(chan []string, 1)
	go func() {
		found, err := client.Grantees().Named(t.Context(), "group", "Finance")
		if err != nil {
			t.Error(err)
		}
		second <- idsOf(found)
	}()
	giveUp()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("who gave up got %v", err)
	}
	if ids := <-second; !slices.Equal(ids, []string{"g0"}) {
		t.Errorf("the other got %v", ids)
	}
}

func TestGrantees_madeMeanwhileAreFound(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn(groupsPath, body(groupsWire("Finance")), body(groupsWire("Finance", "New")), body(groupsWire("Finance", "New", "Newer")))
	client := f.client(t)
	for i, name := range []string{"Finance", "New", "Newer", "Finance", "New", "Newer"} {
		if found, err := client.Grantees().Named(t.Context(), "group", name); err != nil || len(found) != 1 {
			t.Errorf("%d: %s is %v, %v", i, name, found, err)
		}
	}
	if n := f.count(groupsPath); n != 3 {
		t.Errorf("the groups were listed %d times, want 3", n)
	}
}

func TestGrantees_manyNamesThatNobodyHasCostFewLists(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(groupsPath, groupsWire("Finance"))
	client := f.client(t)
	for i := range 200 {
		if found, err := client.Grantees().Named(t.Context(), "group", fmt.Sprint("Typo ", i)); err != nil || len(found) != 0 {
			t.Errorf("Typo %d is %v, %v", i, found, err)
		}
	}
	if n := f.count(groupsPath); n != 11 {
		t.Errorf("the groups were listed %d times, want 11: once, and ten times in vain", n)
	}
}
