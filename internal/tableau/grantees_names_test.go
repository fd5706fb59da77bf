package tableau_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// clashingGroups have names that differ in case, domain or a backslash alone.
const clashingGroups = `<groups>
  <group id="g1" name="Finance"><domain name="local"/></group>
  <group id="g2" name="finance"><domain name="CORP"/></group>
  <group id="g3" name="Sales"><domain name="local"/></group>
  <group id="g4" name="Sales"><domain name="corp.example.com"/></group>
  <group id="g5" name="corp.example.com\Sales"><domain name="local"/></group>
  <group id="g6" name="R&amp;D, &quot;North&quot; 🎉 \ Süd"><domain name="local"/></group>
  <group id="g7" name="All Users"/>
  <group id="G8-ABC" name="ΣΊΣΥΦΟΣ"><domain name="local"/></group>
  <group id="g9" name="FINANCE"><domain name="local"/></group>
  <group id="g10" name="Ops"><domain name="local"/></group>
  <group id="g11" name="ops"><domain name="local"/></group>
  <group id="g12"><domain name="local"/></group>
</groups>`

func TestGrantees_namesMeanWhatTheyMeanToTableau(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(groupsPath, pageOf(clashingGroups, 12))
	client := f.client(t)
	for name, want := range map[string][]string{
		"Finance":                       {"g1"}, // as it is written, before others
		"finance":                       {"g2"},
		"fInAnCe":                       {"g1", "g2", "g9"},
		`corp\Finance`:                  {"g2"},
		`local\FINANCE`:                 {"g9"},
		`LOCAL\finance`:                 {"g1", "g9"},
		"Sales":                         {"g3", "g4"},
		`local\Sales`:                   {"g3"},
		`corp.example.com\Sales`:        {"g5"}, // the whole is a name
		`corp.example.com\sales`:        {"g5"}, // and without case too
		`Corp.Example.Com\Sales`:        {"g5"},
		`R&D, "North" 🎉 \ Süd`:          {"g6"},
		`r&d, "NORTH" 🎉 \ SÜD`:          {"g6"},
		`local\R&D, "North" 🎉 \ Süd`:    {"g6"},
		`\All Users`:                    {"g7"},
		"ALL USERS":                     {"g7"},
		"σίσυφος":                       {"g8-abc"},
		`elsewhere\Finance`:             {},
		`local\`:                        {},
		"":                              {}, // and not one without a name
		"local":                         {},
		`\`:                             {},
		"Financ":                        {},
		"*":                             {},
		`local\corp.example.com\Sales`:  {"g5"},
		`local\corp.example.com\Sales\`: {},
	} {
		found, err := client.Grantees().Named(t.Context(), tableau.GroupGrantee, name)
		slices.Sort(want)
		if got := idsOf(found); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q means %v, %v, want %v", name, got, err, want)
		}
	}
}

func TestGrantees_areNamedSoThatTheyAreFoundAgain(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(groupsPath, pageOf(clashingGroups, 12))
	client := f.client(t)
	for id, want := range map[string]string{
		"g1": "Finance", "g2": "finance", "g3": `local\Sales`, "g6": `R&D, "North" 🎉 \ Süd`, "g7": "All Users", "g8-ABC": "ΣΊΣΥΦΟΣ",
		"g4":  "g4", // its domain and name are another's name
		"g12": "g12",
		"g5":  `corp.example.com\Sales`,
	} {
		known, found, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.GroupGrantee, ID: id})
		if err != nil || !found {
			t.Fatal(id, found, err)
		}
		if name, err := client.Grantees().Name(t.Context(), known); err != nil || name != want {
			t.Errorf("%s is named %q, %v, want %q", id, name, err, want)
		}
	}
	if n := f.count(groupsPath); n != 1 {
		t.Errorf("the groups were listed %d times, want once", n)
	}
}

// filteringUsers answers what each filter lets through, the whole list without one.
func filteringUsers(f *fake, byFilter map[string]string) {
	f.mux.HandleFunc(usersPath, func(w http.ResponseWriter, r *http.Request) {
		filter := r.URL.Query().Get("filter")
		f.mu.Lock()
		f.requests = append(f.requests, "filter "+filter)
		f.mu.Unlock()
		io.WriteString(w, pageOf("<users>"+byFilter[filter]+"</users>", strings.Count(byFilter[filter], "<user ")))
	})
}

func TestGrantees_usersAreFoundWhateverTheFilterDoes(t *testing.T) {
	t.Parallel()
	const (
		ann   = `<user id="u1" name="ann" siteRole="Viewer"><domain name="local"/></user>`
		star  = `<user id="u2" name="an*" siteRole="Viewer"><domain name="local"/></user>`
		comma = `<user id="u3" name="Ann, Dr." siteRole="Viewer"><domain name="local"/></user>`
		corp  = `<user id="u4" name="ann" siteRole="Viewer"><domain name="CORP"/></user>`
		slash = `<user id="u5" name="corp\bob" siteRole="Viewer"><domain name="local"/></user>`
	)
	for name, test := range map[string]struct {
		user string
		want []string
		list int // how often all users are listed
	}{
		"by the filter":                      {"ann", []string{"u1", "u4"}, 0},
		"of a domain, by the filter":         {`corp\ann`, []string{"u4"}, 0},
		"what the filter takes for anything": {"an*", []string{"u2"}, 0},
		"other letter case":                  {"ANN", []string{"u1", "u4"}, 1},
		"a comma":                            {"Ann, Dr.", []string{"u3"}, 1},
		"a backslash of its own":             {`corp\bob`, []string{"u5"}, 0},
		"nobody":                             {"eve", nil, 1},
	} {
		f := newFake(t)
		filteringUsers(f, map[string]string{
			"name:eq:ann": ann + corp, "name:eq:an*": ann + star + corp, `name:eq:corp\bob`: slash, "": ann + star + comma + corp + slash,
		})
		found, err := f.client(t).Grantees().Named(t.Context(), tableau.UserGrantee, test.user)
		if got := idsOf(found); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %q means %v, %v, want %v", name, test.user, got, err, test.want)
		}
		if n := f.count("filter "); n != test.list {
			t.Errorf("%s: all users were listed %d times, want %d", name, n, test.list)
		}
	}
}

func TestGrantees_groupSetsAreFoundWhereThereAreAny(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(setsPath, pageOf(`<groupSets><groupSet id="1A2B" name="Partners" groupCount="1"><group id="g1" name="Finance"/></groupSet></groupSets>`, 1))
	client := f.client(t)
	found, err := client.Grantees().Named(t.Context(), tableau.GroupSetGrantee, "partners")
	if err != nil || !slices.Equal(idsOf(found), []string{"1a2b"}) {
		t.Errorf("got %v, %v", found, err)
	}
	known, is, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.GroupSetGrantee, ID: "1a2B"})
	if err != nil || !is || known.Name != "Partners" {
		t.Errorf("got %v, %t, %v", known, is, err)
	}

	old := newFake(t) // which answers no list of group sets
	before := old.client(t, func(c *tableau.Config) { c.APIVersion = tableau.Version{Major: 3, Minor: 21} })
	if found, err := before.Grantees().Named(t.Context(), tableau.GroupSetGrantee, "Partners"); err != nil || len(found) != 0 {
		t.Errorf("before group sets there are %v, %v", found, err)
	}
	if _, is, err := before.Grantees().Known(t.Context(), tableau.Grantee{Kind: tableau.GroupSetGrantee, ID: "1a2b"}); err != nil || is {
		t.Errorf("before group sets one is known: %t, %v", is, err)
	}
}

func TestGrantees_ofAnUnknownKindAreNone(t *testing.T) {
	t.Parallel()
	client := newFake(t).client(t)
	found, err := client.Grantees().Named(t.Context(), "robot", "R2")
	_, is, errKnown := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: "robot", ID: "r2"})
	if err != nil || errKnown != nil || is || len(found) != 0 {
		t.Error(found, err, is, errKnown)
	}
}
