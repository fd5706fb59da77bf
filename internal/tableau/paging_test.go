package tableau_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestList_thatNeverEndsIsAnError(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+sitePath+"/users", pageOf(`<users><user id="u1" name="ann"/></users>`, 2_000_000_000))
	var ids []string
	var failure error
	for user, err := range f.client(t).Users().All(t.Context()) {
		if ids, failure = append(ids, user.ID), err; err != nil {
			break
		}
	}
	want := "cannot list users: page 2 brings nothing new, although the service counts 2000000000 in all and has shown 1"
	if failure == nil || failure.Error() != want || len(ids) != 2 {
		t.Errorf("listed %q, %v", ids, failure)
	}
	if n := f.count("GET " + sitePath + "/users"); n != 2 {
		t.Errorf("asked for %d pages", n)
	}
}

// TestList_ofAnotherKindIsNoEmptyList: a cache or a gateway can mix answers up, and what
// a list does not show may be taken for gone.
func TestList_ofAnotherKindIsNoEmptyList(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer string
		failed bool
	}{
		"its own":                {pageOf(`<subscriptions><subscription id="s1"/></subscriptions>`, 1), false},
		"empty":                  {pageOf(`<subscriptions/>`, 0), false},
		"empty without its list": {pageOf("", 0), false},
		"all of it hidden":       {pageOf(`<subscriptions/>`, 9), false},
		"another's":              {pageOf(`<users><user id="u1"/></users>`, 1), true},
		"another's, empty":       {pageOf(`<users/>`, 0), true},
		"none":                   {pageOf("", 7), true},
	} {
		f := newFake(t)
		f.answer("GET "+sitePath+"/subscriptions", test.answer)
		f.answer("GET "+sitePath+"/subscriptions/s1", `<tsResponse xmlns="http://tableau.com/api"><subscription id="s1"/></tsResponse>`)
		f.mux.HandleFunc("DELETE /api/3.24/schedules/5e8f", status(http.StatusNoContent, ""))
		client := f.client(t, noRetries)
		var failure error
		for _, err := range client.Subscriptions().All(t.Context()) {
			failure = err
		}
		const want = "the answer is incomplete or not understood: it does not hold the list subscriptions"
		if (failure != nil) != test.failed || failure != nil && !strings.HasSuffix(failure.Error(), want) {
			t.Errorf("%s: got %v", name, failure)
		}
		if err := client.Schedules().Delete(t.Context(), "5e8f", "Subscription"); test.failed && (err == nil || f.count("DELETE /api/3.24/schedules/5e8f") != 0) {
			t.Errorf("%s: a schedule was deleted, %v", name, err)
		}
	}
}

// What a later page lacks may be what the service counts and does not show.
func TestList_mayEndWithAPageThatHoldsNone(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET "+sitePath+"/users", body(pageOf(`<users><user id="u1"/></users>`, 2)), body(pageOf("", 2)), body(pageOf(`<users><user id="u1"/></users>`, 2)), body(pageOf("", 2)))
	var ids []string
	for user, err := range f.client(t).Users().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, user.ID)
	}
	if got := strings.Join(ids, ","); got != "u1" {
		t.Errorf("listed %s", got)
	}
}

func TestList_isReadToItsEndThoughItsTotalIsNone(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET "+sitePath+"/users", body(pageOf(`<users><user id="u1"/><user name="nobody"/></users>`, -1)), body(pageOf(`<users><user id="u2"/></users>`, -1)), body(pageOf(`<users/>`, -1)))
	var ids []string
	for user, err := range f.client(t).Users().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, user.ID)
	}
	if got := strings.Join(ids, ","); got != "u1,u2" {
		t.Errorf("listed %s", got)
	}
}

// TestList_isReadAgainWhenItShowsLessThanItAnnounces: each page is the ids that
// it shows, and how many it announces.
func TestList_isReadAgainWhenItShowsLessThanItAnnounces(t *testing.T) {
	t.Parallel()
	type shown struct {
		ids   string
		total int
	}
	for name, test := range map[string]struct {
		pages    []shown
		want     string
		failure  string
		requests int
	}{
		"a short answer": {
			pages: []shown{{"ab", 3}, {"", 3}, {"abc", 3}},
			want:  "abc", requests: 3,
		},
		"an empty answer": {
			pages: []shown{{"", 3}, {"abc", 3}},
			want:  "abc", requests: 2,
		},
		"two short ones that differ": {
			pages: []shown{{"ab", 3}, {"", 3}, {"a", 3}, {"", 3}, {"abc", 3}},
			want:  "abc", requests: 5,
		},
		"two short ones that show as many, but others": {
			pages: []shown{{"ab", 3}, {"", 3}, {"bc", 3}, {"", 3}, {"abc", 3}},
			want:  "abc", requests: 5,
		},
		"one that is not shown, as both times": {
			pages: []shown{{"ab", 3}, {"", 3}, {"ab", 3}, {"", 3}},
			want:  "ab", requests: 4,
		},
		"a page that was added to meanwhile": {
			pages: []shown{{"ab", 4}, {"bcd", 5}, {"abcde", 5}},
			want:  "abcde", requests: 3,
		},
		"a page that was taken from meanwhile, so that c slipped by": {
			pages: []shown{{"ab", 4}, {"d", 3}, {"bcd", 3}},
			want:  "abdc", requests: 3,
		},
		"none that is like another": {
			pages:   []shown{{"a", 4}, {"", 4}, {"ab", 4}, {"", 4}, {"abc", 4}, {"", 4}, {"ab", 4}, {"", 4}},
			want:    "abc",
			failure: "cannot list users: the service counts 4 in all, and has shown 3 at one time and 2 at another", requests: 8,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			var pages []http.HandlerFunc
			for _, page := range test.pages {
				var users strings.Builder
				for _, id := range page.ids {
					fmt.Fprintf(&users, `<user id="%c"/>`, id)
				}
				pages = append(pages, body(pageOf("<users>"+users.String()+"</users>", page.total)))
			}
			f.inTurn("GET "+sitePath+"/users", pages...)
			got, failure := "", ""
			for user, err := range f.client(t).Users().All(t.Context()) {
				got += user.ID
				failure = errorText(err)
			}
			if got != test.want || failure != test.failure {
				t.Errorf("listed %s, %s, want %s, %s", got, failure, test.want, test.failure)
			}
			if n := f.count("GET " + sitePath + "/users"); n != test.requests {
				t.Errorf("sent %d requests, want %d", n, test.requests)
			}
		})
	}
}
