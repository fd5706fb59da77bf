package tableau_test

import (
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
