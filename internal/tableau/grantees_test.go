package tableau_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	groupsPath = "GET " + sitePath + "/groups"
	usersPath  = "GET " + sitePath + "/users"
	setsPath   = "GET " + sitePath + "/groupsets"
)

// groupsWire is a list of groups with these names, g0 to gN, in the domain local.
func groupsWire(names ...string) string {
	var b strings.Builder
	for i, name := range names {
		fmt.Fprintf(&b, `<group id="g%d" name=%s><domain name="local"/></group>`, i, quoted(name))
	}
	return pageOf("<groups>"+b.String()+"</groups>", len(names))
}

func quoted(text string) string {
	return `"` + strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(text) + `"`
}

// manyUsers is how many users the fake of newUsersFake has.
const manyUsers = 200

func userWire(i int) string {
	return fmt.Sprintf(`<user id="u%d" name="user%d" siteRole="Explorer"><domain name="local"/></user>`, i, i)
}

// newUsersFake has the users u0, named user0, to u199. Its filter tells letter cases apart.
func newUsersFake(t *testing.T) *fake {
	t.Helper()
	f := newFake(t)
	f.mux.HandleFunc(usersPath, func(w http.ResponseWriter, r *http.Request) {
		filter := r.URL.Query().Get("filter")
		var b strings.Builder
		matches := 0
		for i := range manyUsers {
			if filter == "" || filter == fmt.Sprintf("name:eq:user%d", i) {
				b.WriteString(userWire(i))
				matches++
			}
		}
		f.mu.Lock()
		f.requests = append(f.requests, map[bool]string{true: "all users", false: "filtered users"}[filter == ""])
		f.mu.Unlock()
		io.WriteString(w, pageOf("<users>"+b.String()+"</users>", matches))
	})
	f.mux.HandleFunc(usersPath+"/{id}", func(w http.ResponseWriter, r *http.Request) {
		for i := range manyUsers {
			if r.PathValue("id") == fmt.Sprintf("u%d", i) {
				fmt.Fprintf(w, `<tsResponse xmlns="http://tableau.com/api">%s</tsResponse>`, userWire(i))
				return
			}
		}
		status(404, refusal("404002", "Resource Not Found", "User"))(w, r)
	})
	return f
}

func idsOf(known []tableau.KnownGrantee) []string {
	ids := []string{}
	for _, k := range known {
		ids = append(ids, k.ID)
	}
	slices.Sort(ids)
	return ids
}

// atOnce calls it this many times, ten at once, as Terraform does.
func atOnce(n int, call func(i int)) {
	var group sync.WaitGroup
	slots := make(chan struct{}, 10)
	for i := range n {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			call(i)
		})
	}
	group.Wait()
}

func TestGrantees_oneListOfGroupsServesAllNames(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	names := make([]string, 100)
	for i := range names {
		names[i] = fmt.Sprint("Team ", i)
	}
	f.answer(groupsPath, groupsWire(names...))
	client := f.client(t)
	atOnce(100, func(i int) {
		found, err := client.Grantees().Named(t.Context(), tableau.GroupGrantee, names[i])
		if err != nil || !slices.Equal(idsOf(found), []string{fmt.Sprint("g", i)}) {
			t.Errorf("%s: got %v, %v", names[i], found, err)
		}
		known, is, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.GroupGrantee, ID: fmt.Sprint("G", i)})
		if err != nil || !is || known.Name != names[i] {
			t.Errorf("G%d: got %v, %t, %v", i, known, is, err)
		}
	})
	if n := f.count(groupsPath); n != 1 {
		t.Errorf("the groups were listed %d times, want once", n)
	}
}

func TestGrantees_fewUsersAreLookedUpOneByOne(t *testing.T) {
	t.Parallel()
	f := newUsersFake(t)
	client := f.client(t)
	atOnce(50, func(i int) {
		id := fmt.Sprint("u", i%5)
		found, err := client.Grantees().Named(t.Context(), tableau.UserGrantee, fmt.Sprint("user", i%5))
		if err != nil || !slices.Equal(idsOf(found), []string{id}) {
			t.Errorf("%s: got %v, %v", id, found, err)
		}
		known, is, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.UserGrantee, ID: id})
		if diff := cmp.Diff(tableau.KnownGrantee{
			Grantee: tableau.Grantee{Kind: "user", ID: id}, Name: fmt.Sprint("user", i%5), Domain: "local", SiteRole: "Explorer",
		}, known); err != nil || !is || diff != "" {
			t.Error(is, err, diff)
		}
	})
	if all, filtered := f.count("all users"), f.count("filtered users"); all != 0 || filtered != 5 {
		t.Errorf("%d lists of all users and %d filtered ones, want none and 5", all, filtered)
	}
	if n := f.count(usersPath + "/u3"); n != 0 {
		t.Errorf("a user that was found by name was read %d times, want never", n)
	}
	atOnce(10, func(int) {
		known, is, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.UserGrantee, ID: "u9"})
		if err != nil || !is || known.Name != "user9" {
			t.Errorf("u9: got %v, %t, %v", known, is, err)
		}
	})
	if n := f.count(usersPath + "/u9"); n != 1 {
		t.Errorf("a user was read %d times, want once", n)
	}
}

func TestGrantees_whatWasFoundIsRememberedWithoutACall(t *testing.T) {
	t.Parallel()
	f := newUsersFake(t)
	client := f.client(t)
	user3 := tableau.Grantee{Kind: tableau.UserGrantee, ID: "U3"}
	if _, found := client.Grantees().Remembered(user3); found {
		t.Error("u3 is remembered before anybody looked for it")
	}
	if _, err := client.Grantees().Named(t.Context(), tableau.UserGrantee, "user3"); err != nil {
		t.Fatal(err)
	}
	known, found := client.Grantees().Remembered(user3)
	if !found || known.Name != "user3" || known.SiteRole != "Explorer" {
		t.Errorf("got %v, %t, want user3", known, found)
	}
	for _, other := range []tableau.Grantee{{Kind: tableau.UserGrantee, ID: "u4"}, {Kind: tableau.GroupGrantee, ID: "u3"}} {
		if known, found := client.Grantees().Remembered(other); found {
			t.Errorf("%v is remembered as %v, and nobody looked for it", other, known)
		}
	}
	if all, read := f.count("all users"), f.count(usersPath+"/u3"); all != 0 || read != 0 {
		t.Errorf("%d lists and %d reads, want none", all, read)
	}
}

func TestGrantees_oneListOfUsersServesMany(t *testing.T) {
	t.Parallel()
	f := newUsersFake(t)
	client := f.client(t)
	atOnce(manyUsers, func(i int) {
		found, err := client.Grantees().Named(t.Context(), tableau.UserGrantee, fmt.Sprint("user", i))
		if err != nil || !slices.Equal(idsOf(found), []string{fmt.Sprint("u", i)}) {
			t.Errorf("user%d: got %v, %v", i, found, err)
		}
	})
	for i := range manyUsers {
		known, is, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.UserGrantee, ID: fmt.Sprint("u", i)})
		if err != nil || !is || known.Name != fmt.Sprint("user", i) {
			t.Errorf("u%d: got %v, %t, %v", i, known, is, err)
		}
	}
	if all, filtered := f.count("all users"), f.count("filtered users"); all != 1 || filtered != 10 {
		t.Errorf("%d lists of all users and %d filtered ones, want 1 and 10", all, filtered)
	}
}
