package permissions_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	permissions        = "tableau_permissions"
	defaultPermissions = "tableau_default_permissions"
)

// allow and deny are capabilities in one mode.
func allow(capabilities ...string) acctest.Object { return inMode("Allow", capabilities) }
func deny(capabilities ...string) acctest.Object  { return inMode("Deny", capabilities) }

func inMode(mode string, capabilities []string) acctest.Object {
	object := acctest.Object{}
	for _, capability := range capabilities {
		object[capability] = mode
	}
	return object
}

// salesSet are the rules of the workbook Sales.
var salesSet = mockserver.RuleSet{ContentType: "workbook", ID: estateSales}

// onSales is a configuration of the permissions of the workbook Sales.
func onSales(rules acctest.Object) acctest.Object {
	return acctest.Object{"content_type": "workbook", "content_id": estateSales, "rules": rules}
}

// with is a configuration with one more attribute.
func with(config acctest.Object, name string, value any) acctest.Object {
	changed := acctest.Object{name: value}
	for other, value := range config {
		if other != name {
			changed[other] = value
		}
	}
	return changed
}

// siteOf is the estate on a server with an API version, today's if empty, that behaves like this.
func siteOf(t *testing.T, version string, behaviour mockserver.Behaviour) *acctest.Site {
	t.Helper()
	return acctest.NewMock(t, mockserver.Options{APIVersion: version, Seed: estate(), Behaviour: behaviour})
}

// plans expects what the plan of a configuration does.
func plans(t *testing.T, one *acctest.Instance, config acctest.Object, want acctest.Action) acctest.Change {
	t.Helper()
	change := one.Plan(t, config)
	acctest.FailOn(t, change.Diagnostics)
	if change.Action != want {
		t.Errorf("the plan is %q of %v, want %q: from %v to %v", change.Action, change.Attributes(), want, change.Before, change.After)
	}
	return change
}

// applies expects what applying a configuration does, and an empty plan after it.
func applies(t *testing.T, one *acctest.Instance, config acctest.Object, want acctest.Action) acctest.Change {
	t.Helper()
	change := one.Apply(t, config)
	acctest.FailOn(t, change.Diagnostics)
	if change.Action != want {
		t.Errorf("the plan was %q of %v, want %q", change.Action, change.Attributes(), want)
	}
	plans(t, one, config, acctest.NoOp)
	return change
}

// has expects the rules that the site holds.
func has(t *testing.T, site *acctest.Site, set mockserver.RuleSet, want mockserver.Rules) {
	t.Helper()
	if diff := cmp.Diff(want, site.Mock.Rules(set)); diff != "" {
		t.Errorf("the site has other rules (-want +got):\n%s", diff)
	}
}

// stateHas expects the rules in state.
func stateHas(t *testing.T, one *acctest.Instance, want acctest.Object) {
	t.Helper()
	if diff := cmp.Diff(any(want), one.State(t)["rules"]); diff != "" {
		t.Errorf("state has other rules (-want +got):\n%s", diff)
	}
}

// calls are the methods of the requests for permissions since the log was reset.
func calls(site *acctest.Site) []string {
	var methods []string
	for _, entry := range site.Mock.Requests().Entries {
		if strings.Contains(entry.Route, "permissions") {
			methods = append(methods, entry.Method)
		}
	}
	return methods
}

// writes are the calls that are no reads.
func writes(site *acctest.Site) []string {
	return slices.DeleteFunc(calls(site), func(method string) bool { return method == "GET" })
}

// expectCalls compares calls since the log was reset, and resets it.
func expectCalls(t *testing.T, site *acctest.Site, got func(*acctest.Site) []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got(site), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("other calls (-want +got):\n%s", diff)
	}
	site.Mock.ResetRequests()
}

// texts are diagnostics as they are read.
func texts(diagnostics []*tfprotov6.Diagnostic) string {
	var all []string
	for _, d := range diagnostics {
		all = append(all, d.Severity.String()+" "+acctest.DescribeDiagnostic(d))
	}
	return strings.Join(all, "\n")
}

// says expects these words, one after the other, in the diagnostics.
func says(t *testing.T, diagnostics []*tfprotov6.Diagnostic, words ...string) {
	t.Helper()
	rest := texts(diagnostics)
	for _, word := range words {
		var found bool
		if _, rest, found = strings.Cut(rest, word); !found {
			t.Errorf("the diagnostics are\n%s\nwant %q in them", texts(diagnostics), word)
			return
		}
	}
}

// fails expects an error with these words.
func fails(t *testing.T, change acctest.Change, words ...string) {
	t.Helper()
	if !change.Failed {
		t.Errorf("there is no error, want one with %q", words)
	}
	says(t, change.Diagnostics, words...)
}

func setFault(t *testing.T, site *acctest.Site, faults ...mockserver.Fault) {
	t.Helper()
	if err := site.Mock.SetFaults(faults...); err != nil {
		t.Fatal(err)
	}
}

// importByIdentity imports and reads the resource, and gives its state.
func importByIdentity(t *testing.T, site *acctest.Site, noun string, identity map[string]string) acctest.Object {
	t.Helper()
	p := site.Protocol(t.Context(), t, nil)
	imported, err := p.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: noun, Identity: encodeIdentity(t, p, noun, identity),
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, imported.Diagnostics)
	one := imported.ImportedResources[0]
	read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: noun, CurrentState: one.State, Private: one.Private, CurrentIdentity: one.Identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, read.Diagnostics)
	return p.DecodeResource(t, noun, read.NewState)
}

func encodeIdentity(t *testing.T, p *acctest.Protocol, noun string, identity map[string]string) *tfprotov6.ResourceIdentityData {
	t.Helper()
	schemas, err := p.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	values, of := map[string]tftypes.Value{}, schemas.IdentitySchemas[noun].ValueType()
	for _, attribute := range schemas.IdentitySchemas[noun].IdentityAttributes {
		values[attribute.Name] = tftypes.NewValue(tftypes.String, nil)
		if value, given := identity[attribute.Name]; given {
			values[attribute.Name] = tftypes.NewValue(tftypes.String, value)
		}
	}
	encoded, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, values))
	if err != nil {
		t.Fatal(err)
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &encoded}
}
