package tableau_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// The table is held against the REST API reference (Add … Permissions, Add
// Default Permissions) and Tableau's own clients.

func TestContentTypes_haveTheirURIs(t *testing.T) {
	t.Parallel()
	// Segment, first and last version, first version that replaces.
	want := map[string][2]string{
		"project":            {"projects 2.0 - 3.23", ""},
		"workbook":           {"workbooks 2.0 - 3.23", "workbooks 2.1 - 3.23"},
		"datasource":         {"datasources 2.0 - 3.23", "datasources 2.1 - 3.23"},
		"view":               {"views 3.2 - 3.23", ""},
		"flow":               {"flows 3.3 - 3.23", "flows 3.3 - 3.23"},
		"data_role":          {"", "dataroles 3.3 - 3.23"},
		"database":           {"databases 3.5 - -", "databases 3.6 - 3.23"},
		"table":              {"tables 3.5 - -", "tables 3.6 - 3.23"},
		"virtual_connection": {"virtualConnections 3.22 - -", "virtualconnections 3.23 - 3.23"},
		"collection":         {"collections - - -", ""},
		"metric":             {"", "metrics 3.4 3.21 -"},
		"lens":               {"", "lenses 3.4 3.21 -"},
	}
	text := func(u tableau.RulesURI) string {
		if u.Segment == "" {
			return ""
		}
		words := []string{u.Segment}
		for _, v := range []tableau.Version{u.Since, u.Until, u.ReplaceSince} {
			if v.IsZero() {
				words = append(words, "-")
			} else {
				words = append(words, v.String())
			}
		}
		return strings.Join(words, " ")
	}
	got := map[string][2]string{}
	for _, content := range tableau.ContentTypes {
		if _, twice := got[content.Name]; twice {
			t.Errorf("%s is there twice", content.Name)
		}
		got[content.Name] = [2]string{text(content.Items), text(content.Defaults)}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the URIs are others (-want +got):\n%s", diff)
	}
	if got := text(tableau.TableDefaults); got != "tables 3.5 - -" {
		t.Errorf("a database's defaults for tables are at %s", got)
	}
}

func TestContentTypes_haveTheirTemplates(t *testing.T) {
	t.Parallel()
	// What each template adds to the one before.
	const seen = "Read Filter ViewComments AddComment ExportImage ExportData"
	want := map[string][4]string{
		"project":            {"Read", "", "Write", ""},
		"workbook":           {seen, "ShareView ViewUnderlyingData WebAuthoring RunExplainData", "ExportXml Write", "ChangeHierarchy Delete ChangePermissions"},
		"datasource":         {"Read Connect", "ExportXml", "Write SaveAs", "ChangeHierarchy Delete ChangePermissions"},
		"view":               {seen, "ShareView ViewUnderlyingData WebAuthoring", "", "Delete ChangePermissions"},
		"flow":               {"Read", "ExportXml", "Execute Write WebAuthoringForFlows", "ChangeHierarchy Delete ChangePermissions"},
		"data_role":          {"Read", "", "Write", "ChangeHierarchy Delete ChangePermissions"},
		"database":           {"Read", "", "Write", "ChangeHierarchy ChangePermissions"},
		"table":              {"Read", "", "Write", "ChangeHierarchy ChangePermissions"},
		"virtual_connection": {"Read Connect", "", "", "ChangeHierarchy Delete ChangePermissions"},
		"collection":         {},
		"metric":             {"Read", "", "Write", "ChangeHierarchy Delete ChangePermissions"},
		"lens":               {"Read", "", "Write", "ChangeHierarchy Delete ChangePermissions"},
	}
	got := map[string][4]string{}
	for _, content := range tableau.ContentTypes {
		var added [4]string
		var lesser []string
		for i, template := range []string{"View", "Explore", "Publish", "Administer"} {
			all := content.Template(template)
			if len(all) < len(lesser) || !slices.Equal(all[:len(lesser)], lesser) {
				t.Errorf("%s: %s does not begin with what the lesser templates have: %v", content.Name, template, all)
				continue
			}
			added[i], lesser = strings.Join(all[len(lesser):], " "), all
		}
		got[content.Name] = added
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the templates are others (-want +got):\n%s", diff)
	}
}

// TestContentTypes_knowEveryCapabilityOfTheSchema: the names are those of
// capabilityType in the schema of API 3.29.
func TestContentTypes_knowEveryCapabilityOfTheSchema(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, content := range tableau.ContentTypes {
		names := map[string]bool{}
		for _, capability := range content.Capabilities {
			if names[capability.Name] {
				t.Errorf("%s has %s twice", content.Name, capability.Name)
			}
			names[capability.Name], known[capability.Name] = true, true
		}
	}
	for name := range strings.FieldsSeq("AddComment AiAccess ChangeHierarchy ChangePermissions Connect Delete Execute ExportData ExportImage ExportXml " +
		"ExtractRefresh Filter Overwrite ProjectLeader PulseMetricDefine Read RunExplainData SaveAs ShareView ViewComments ViewUnderlyingData " +
		"VizqlDataApiAccess WebAuthoring WebAuthoringForFlows Write") {
		if !known[name] {
			t.Errorf("no content type has %s", name)
		}
	}
	if known["InheritedProjectLeader"] {
		t.Error("InheritedProjectLeader is among what can be set")
	}
}

func TestContentTypes_knowWhichVersionsHaveACapability(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		content, capability string
		older, has, newer   string
	}{
		{"workbook", "ExtractRefresh", "3.24", "3.25", ""},
		{"datasource", "ExtractRefresh", "3.24", "3.25", ""},
		{"datasource", "VizqlDataApiAccess", "3.23", "3.24", ""},
		{"workbook", "CreateRefreshMetrics", "", "3.21", "3.22"},
		{"workbook", "Read", "", "2.0", ""},
	} {
		content, _ := tableau.ContentTypeNamed(test.content)
		capability, ok := content.Capability(test.capability)
		if !ok {
			t.Errorf("no %s of %s", test.capability, test.content)
		}
		for text, want := range map[string]bool{test.older: false, test.has: true, test.newer: false} {
			if version, err := tableau.ParseVersion(text); err == nil && capability.In(version) != want {
				t.Errorf("%s of %s in %s: %t", test.capability, test.content, text, !want)
			}
		}
	}
	if _, ok := tableau.ContentTypeNamed("dashboard"); ok {
		t.Error("there is a dashboard")
	}
}

func TestRulesURI_knowsItsVersions(t *testing.T) {
	t.Parallel()
	metric, _ := tableau.ContentTypeNamed("metric")
	for version, want := range map[tableau.Version]bool{{Major: 3, Minor: 3}: false, {Major: 3, Minor: 4}: true, {Major: 3, Minor: 21}: true, {Major: 3, Minor: 22}: false} {
		if metric.Defaults.In(version) != want {
			t.Errorf("defaults for metrics in %s: %t", version, !want)
		}
	}
	if metric.Items.In(tableau.NewestVersion) {
		t.Error("a metric has rules of its own")
	}
}
