package tableau_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// permissioned is a workbook with rules on a fake server. A rule is a line like
// "group g1 Read Allow".
type permissioned struct {
	*fake
	mu    sync.Mutex
	rules []string
	// calls are the calls of the workbook's permissions, such as
	// "PUT group g1 Read Allow, user u1 Read Deny".
	calls []string
	// answers replace the answer to a call; its rules are changed first if
	// changed says so.
	answers map[string]answer
	// forgets are rules that a write does not keep.
	forgets []string
}

type answer struct {
	changed bool
	http.HandlerFunc
}

var salesRules = tableau.RulesOf{ContentType: "workbook", ID: "sales"}

const salesURI = "/sites/9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d/workbooks/sales/permissions"

func newPermissioned(t *testing.T, version string, rules ...string) *permissioned {
	t.Helper()
	p := &permissioned{fake: newFake(t), rules: rules, answers: map[string]answer{}}
	uri := "/api/" + version + salesURI
	p.mux.HandleFunc(uri, func(w http.ResponseWriter, r *http.Request) {
		lines := sentRules(t, r)
		p.respond(w, r, strings.TrimSpace(r.Method+" "+strings.Join(lines, ", ")), func() {
			if r.Method == http.MethodPost {
				p.rules = nil
			}
			for _, line := range lines {
				if !slices.Contains(p.rules, line) && !slices.Contains(p.forgets, line) {
					p.rules = append(p.rules, line)
				}
			}
		})
	})
	p.mux.HandleFunc("DELETE "+uri+"/{kind}/{id}/{capability}/{mode}", func(w http.ResponseWriter, r *http.Request) {
		kind := strings.TrimSuffix(r.PathValue("kind"), "s")
		line := strings.Join([]string{kind, r.PathValue("id"), r.PathValue("capability"), r.PathValue("mode")}, " ")
		p.respond(w, r, "DELETE "+line, func() {
			p.rules = slices.DeleteFunc(slices.Clone(p.rules), func(rule string) bool { return rule == line })
		})
	})
	return p
}

func (p *permissioned) respond(w http.ResponseWriter, r *http.Request, call string, change func()) {
	p.mu.Lock()
	p.calls = append(p.calls, call)
	replaced, ok := p.answers[call]
	if !ok || replaced.changed {
		change()
	}
	shown := permissionsOf(p.rules...)
	p.mu.Unlock()
	if ok {
		replaced.HandlerFunc(w, r)
		return
	}
	if r.Method == http.MethodDelete {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	io.WriteString(w, shown)
}

// writes are the calls without those that only read.
func (p *permissioned) writes() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.calls), func(call string) bool { return call == "GET" })
}

// permissionsClient speaks a version and gives up on what fails.
func (p *permissioned) permissionsClient(t *testing.T, version string) *tableau.Client {
	t.Helper()
	return p.client(t, func(c *tableau.Config) {
		c.APIVersion, _ = tableau.ParseVersion(version)
		c.MaxRetries = 0
		c.RetryUnit = time.Millisecond
	})
}

// permissionsOf is an answer with rules.
func permissionsOf(lines ...string) string {
	var elements strings.Builder
	for _, line := range lines {
		words := strings.Fields(line)
		fmt.Fprintf(&elements, `<granteeCapabilities><%s id=%q/><capabilities><capability name=%q mode=%q/></capabilities></granteeCapabilities>`,
			words[0], words[1], words[2], words[3])
	}
	return `<tsResponse xmlns="http://tableau.com/api"><permissions><workbook id="sales" name="Sales"><owner id="owner"/></workbook>` +
		elements.String() + `</permissions></tsResponse>`
}

// sentRules are the rules in the body of a request.
func sentRules(t *testing.T, r *http.Request) []string {
	t.Helper()
	type reference struct {
		XMLName xml.Name `xml:""`
		ID      string   `xml:"id,attr"`
	}
	var request struct {
		XMLName     xml.Name `xml:"http://tableau.com/api tsRequest"`
		Permissions struct {
			Grantees []struct {
				Capabilities []struct {
					Name string `xml:"name,attr"`
					Mode string `xml:"mode,attr"`
				} `xml:"capabilities>capability"`
				Grantee reference `xml:",any"`
			} `xml:"granteeCapabilities"`
		} `xml:"permissions"`
	}
	if r.Method == http.MethodGet {
		return nil
	}
	if err := xml.NewDecoder(r.Body).Decode(&request); err != nil {
		t.Errorf("%s has no permissions in its body: %v", r.Method, err)
	}
	var lines []string
	for _, g := range request.Permissions.Grantees {
		for _, c := range g.Capabilities {
			lines = append(lines, strings.Join([]string{g.Grantee.XMLName.Local, g.Grantee.ID, c.Name, c.Mode}, " "))
		}
	}
	return lines
}

// rulesOf reads lines as the client's rules.
func rulesOf(lines ...string) tableau.Rules {
	rules := tableau.Rules{}
	for _, line := range lines {
		words := strings.Fields(line)
		kind := map[string]tableau.GranteeKind{"user": tableau.UserGrantee, "group": tableau.GroupGrantee, "groupSet": tableau.GroupSetGrantee}[words[0]]
		grantee := tableau.Grantee{Kind: kind, ID: words[1]}
		if rules[grantee] == nil {
			rules[grantee] = map[string]string{}
		}
		rules[grantee][words[2]] = words[3]
	}
	return rules
}
