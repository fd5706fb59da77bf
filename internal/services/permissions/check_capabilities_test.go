package permissions

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// said is diagnostics as a user reads them: "error at PATH: summary: detail".
func said(diags diag.Diagnostics) []string {
	var lines []string
	for _, d := range diags {
		line := map[diag.Severity]string{diag.SeverityError: "error", diag.SeverityWarning: "warning"}[d.Severity()]
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			line += " at " + at.Path().String()
		}
		lines = append(lines, line+": "+d.Summary()+": "+d.Detail())
	}
	return lines
}

func typeNamed(t *testing.T, name string) tableau.ContentType {
	t.Helper()
	content, found := tableau.ContentTypeNamed(name)
	if !found {
		t.Fatalf("there is no content type %q", name)
	}
	return content
}

func text(s string) attr.Value { return types.StringValue(s) }

func TestCheckCapabilities_refusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	const allowed = "Allow"
	for name, test := range map[string]struct {
		content, capability string
		mode                attr.Value
		want                []string
	}{
		"valid":            {"workbook", "Read", text("Allow"), nil},
		"denied":           {"workbook", "ExportXml", text("Deny"), nil},
		"mode not known":   {"workbook", "Read", types.StringUnknown(), nil},
		"leader":           {"project", "ProjectLeader", text("Allow"), nil},
		"by other version": {"workbook", "CreateRefreshMetrics", text("Allow"), nil},
		"mode in lower case": {"workbook", "Read", text("allow"), []string{
			`error at capabilities["Read"]: Invalid mode: "allow" is no mode of a rule. Modes are case-sensitive: write "Allow".`,
		}},
		"mode in upper case": {"workbook", "Read", text("DENY"), []string{
			`error at capabilities["Read"]: Invalid mode: "DENY" is no mode of a rule. Modes are case-sensitive: write "Deny".`,
		}},
		"other mode": {"workbook", "Read", text("Unspecified"), []string{
			`error at capabilities["Read"]: Invalid mode: "Unspecified" is no mode of a rule: write "Allow" or "Deny", or leave Read out for neither.`,
		}},
		"no mode": {"workbook", "Read", types.StringNull(), []string{
			`error at capabilities["Read"]: Capability without a mode: Read has no mode: write "Allow" or "Deny", or leave it out for neither.`,
		}},
		"leader denied": {"project", "ProjectLeader", text("Deny"), []string{
			`error at capabilities["ProjectLeader"]: ProjectLeader cannot be denied: Tableau lets ProjectLeader be allowed, and not denied. ` +
				`Leave it out: who is not allowed it does not lead the project.`,
		}},
		"inherited leader": {"project", "InheritedProjectLeader", text(allowed), []string{
			`error at capabilities["InheritedProjectLeader"]: Capability that cannot be set: Tableau shows InheritedProjectLeader for who leads ` +
				`a project around this one, and lets nobody set it. Allow ProjectLeader on that project instead, and leave this out.`,
		}},
		"inherited leader of content that takes any": {"collection", "InheritedProjectLeader", text(allowed), []string{
			`error at capabilities["InheritedProjectLeader"]: Capability that cannot be set: Tableau shows InheritedProjectLeader for who leads ` +
				`a project around this one, and lets nobody set it. Allow ProjectLeader on that project instead, and leave this out.`,
		}},
		"of one other type": {"workbook", "Execute", text(allowed), []string{
			`error at capabilities["Execute"]: Capability of another content type: Execute is a capability of flows, not of workbooks.`,
		}},
		"of several other types": {"datasource", "Filter", text(allowed), []string{
			`error at capabilities["Filter"]: Capability of another content type: Filter is a capability of workbooks and views, not of data sources.`,
		}},
		"of the content of a project": {"project", "Filter", text(allowed), []string{
			`error at capabilities["Filter"]: Capability of another content type: Filter is a capability of workbooks and views, not of projects. ` +
				`What a project gives to the content in it is managed by tableau_default_permissions.`,
		}},
		"of another type, by a name of the interface": {"workbook", "Overwrite", text(allowed), []string{
			`error at capabilities["Overwrite"]: Capability of another content type: Overwrite is a capability of virtual connections, not of workbooks. ` +
				`Did you mean Write?`,
		}},
		"moving": {"workbook", "Move", text(allowed), []string{
			`error at capabilities["Move"]: Capability of another content type: Move is a capability of Ask Data lenses, not of workbooks. ` +
				`Did you mean ChangeHierarchy?`,
		}},
		"web authoring of flows": {"flow", "WebAuthoring", text(allowed), []string{
			`error at capabilities["WebAuthoring"]: Capability of another content type: WebAuthoring is a capability of workbooks and views, not of flows. ` +
				`Did you mean WebAuthoringForFlows?`,
		}},
		"other case, other mode": {"workbook", "read", text("allow"), []string{
			`error at capabilities["read"]: Unknown capability: "read" is no capability of workbooks. Did you mean Read?`,
		}},
		"nobody knows it": {"workbook", "Teleport", text(allowed), []string{
			`warning at capabilities["Teleport"]: Unknown capability "Teleport": "Teleport" is not among the capabilities of workbooks that this provider knows. ` +
				`Tableau is asked for it as it is written, for a newer Tableau may have it, and refuses the change if it has not.`,
		}},
		"nobody knows it, nor its mode": {"lens", "Teleport", text("Perhaps"), []string{
			`warning at capabilities["Teleport"]: Unknown capability "Teleport": "Teleport" is not among the capabilities of Ask Data lenses that this provider knows. ` +
				`Tableau is asked for it as it is written, for a newer Tableau may have it, and refuses the change if it has not.`,
			`error at capabilities["Teleport"]: Invalid mode: "Perhaps" is no mode of a rule: write "Allow" or "Deny", or leave Teleport out for neither.`,
		}},
		"two letters swapped": {"workbook", "Raed", text(allowed), []string{
			`warning at capabilities["Raed"]: Unknown capability "Raed": "Raed" is not among the capabilities of workbooks that this provider knows. ` +
				`Tableau is asked for it as it is written, for a newer Tableau may have it, and refuses the change if it has not. Did you mean Read?`,
		}},
		"two letters wrong": {"workbook", "ViewUnderlineData", text(allowed), []string{
			`warning at capabilities["ViewUnderlineData"]: Unknown capability "ViewUnderlineData": "ViewUnderlineData" is not among the capabilities of workbooks that ` +
				`this provider knows. Tableau is asked for it as it is written, for a newer Tableau may have it, and refuses the change if it has not. ` +
				`Did you mean ViewUnderlyingData?`,
		}},
		"too short to be one with slips": {"workbook", "Rex", text(allowed), []string{
			`warning at capabilities["Rex"]: Unknown capability "Rex": "Rex" is not among the capabilities of workbooks that this provider knows. ` +
				`Tableau is asked for it as it is written, for a newer Tableau may have it, and refuses the change if it has not.`,
		}},
		"of another type, with slips": {"workbook", "Executte", text(allowed), []string{
			`warning at capabilities["Executte"]: Unknown capability "Executte": "Executte" is not among the capabilities of workbooks that this provider knows. ` +
				`Tableau is asked for it as it is written, for a newer Tableau may have it, and refuses the change if it has not.`,
		}},
		"of which it is not established what has it": {"flow", "AiAccess", text(allowed), []string{
			`warning at capabilities["AiAccess"]: Unknown capability "AiAccess": "AiAccess" is not among the capabilities of flows that this provider knows. ` +
				`Tableau is asked for it as it is written, for a newer Tableau may have it, and refuses the change if it has not.`,
		}},
		"of which it is not established what has it, for an open type": {"collection", "AiAccess", text(allowed), nil},
		"any known one for an open type":                               {"collection", "SaveAs", text(allowed), nil},
		"unknown one for an open type": {"collection", "read", text(allowed), []string{
			`warning at capabilities["read"]: Unknown capability "read": "read" is not among the capabilities of collections that this provider knows. ` +
				`Tableau is asked for it as it is written, for a newer Tableau may have it, and refuses the change if it has not. Did you mean Read?`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			value := types.MapValueMust(types.StringType, map[string]attr.Value{test.capability: test.mode})
			checkCapabilities(typeNamed(t, test.content), value, path.Root("capabilities"), &diags)
			if diff := cmp.Diff(test.want, said(diags)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckCapabilities_knowsTheNamesOfTheWebInterface(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ content, written, want string }{
		{"workbook", "View", "Read"},
		{"workbook", "Add Comments", "AddComment"},
		{"workbook", "View Comments", "ViewComments"},
		{"workbook", "Download Image/PDF", "ExportImage"},
		{"workbook", "Download Summary Data", "ExportData"},
		{"workbook", "Download Full Data", "ViewUnderlyingData"},
		{"workbook", "Share Customized", "ShareView"},
		{"workbook", "Web Edit", "WebAuthoring"},
		{"workbook", "Run Explain Data", "RunExplainData"},
		{"workbook", "Download", "ExportXml"},
		{"workbook", "Download/Save a Copy", "ExportXml"},
		{"workbook", "Overwrite/Save", "Write"},
		{"workbook", "Set Permissions", "ChangePermissions"},
		{"workbook", "Extract Refresh", "ExtractRefresh"},
		{"workbook", "view_underlying_data", "ViewUnderlyingData"},
		{"flow", "Web Edit", "WebAuthoringForFlows"},
		{"flow", "Run Flow", "Execute"},
		{"flow", "Download Flow", "ExportXml"},
		{"datasource", "API Access", "VizqlDataApiAccess"},
		{"datasource", "Save As", "SaveAs"},
		{"datasource", "Create Metric Definitions", "PulseMetricDefine"},
		{"project", "Publish", "Write"},
		{"project", "Project Leader", "ProjectLeader"},
		{"database", "Edit Metadata", "Write"},
		{"table", "changehierarchy", "ChangeHierarchy"},
	} {
		t.Run(test.content+" "+test.written, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			value := types.MapValueMust(types.StringType, map[string]attr.Value{test.written: text("Allow")})
			checkCapabilities(typeNamed(t, test.content), value, path.Root("capabilities"), &diags)
			if !diags.HasError() || len(diags) != 1 {
				t.Fatalf("got %q, want one error", said(diags))
			}
			got := diags[0].Detail()
			if want := " Did you mean " + test.want + "?"; len(got) < len(want) || got[len(got)-len(want):] != want {
				t.Errorf("got %q, want it to end in %q", got, want)
			}
		})
	}
}

func TestCheckCapabilities_acceptsEveryCapabilityOfItsType(t *testing.T) {
	t.Parallel()
	for _, content := range tableau.ContentTypes {
		for _, capability := range content.Capabilities {
			var diags diag.Diagnostics
			value := types.MapValueMust(types.StringType, map[string]attr.Value{capability.Name: text("Allow")})
			checkCapabilities(content, value, path.Root("capabilities"), &diags)
			if len(diags) > 0 {
				t.Errorf("%s, %s: %q", content.Name, capability.Name, said(diags))
			}
		}
	}
}

func TestCheckRules_pathsLeadToTheCapability(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	value := types.MapValueMust(capabilitiesType, map[string]attr.Value{
		"user:ann":      types.MapValueMust(types.StringType, map[string]attr.Value{"Read": text("allow")}),
		"group:Later":   types.MapUnknown(types.StringType),
		"group:Finance": types.MapValueMust(types.StringType, map[string]attr.Value{"Filter": text("Allow"), "Execute": text("Allow")}),
	})
	checkRules(typeNamed(t, "workbook"), value, path.Root("rules"), &diags)
	want := []string{
		`error at rules["group:Finance"]["Execute"]: Capability of another content type: Execute is a capability of flows, not of workbooks.`,
		`error at rules["user:ann"]["Read"]: Invalid mode: "allow" is no mode of a rule. Modes are case-sensitive: write "Allow".`,
	}
	if diff := cmp.Diff(want, said(diags)); diff != "" {
		t.Error(diff)
	}
}

func TestCheckRules_unknownAndEmptyRulesPass(t *testing.T) {
	t.Parallel()
	for _, value := range []types.Map{types.MapUnknown(capabilitiesType), types.MapNull(capabilitiesType), types.MapValueMust(capabilitiesType, nil)} {
		var diags diag.Diagnostics
		checkRules(typeNamed(t, "workbook"), value, path.Root("rules"), &diags)
		if len(diags) > 0 {
			t.Errorf("%s: %q", value, said(diags))
		}
	}
}
