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
