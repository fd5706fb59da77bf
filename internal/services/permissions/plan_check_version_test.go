package permissions

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestCheckVersion_refusesWhatTheVersionDoesNotHave(t *testing.T) {
	t.Parallel()
	virtualConnection := tableau.RulesOf{ContentType: "virtual_connection", ID: salesID}
	metrics := tableau.RulesOf{ContentType: "project", ID: openID, DefaultFor: "metric"}
	lenses := tableau.RulesOf{ContentType: "project", ID: openID, DefaultFor: "lens"}
	for name, test := range map[string]struct {
		version string
		of      tableau.RulesOf
		want    []string
	}{
		"workbooks":                       {"3.19", workbook(salesID), nil},
		"collections":                     {"3.19", tableau.RulesOf{ContentType: "collection", ID: salesID}, nil},
		"virtual connections since then":  {"3.22", virtualConnection, nil},
		"metrics until then":              {"3.21", metrics, nil},
		"a database's defaults are older": {"3.5", tableau.RulesOf{ContentType: "database", ID: openDBID, DefaultFor: "table"}, nil},
		"virtual connections before": {"3.21", virtualConnection, []string{
			`error at content_type: Not in this version of Tableau: The permissions of virtual connections need version 3.22 of the REST API or later, ` +
				`and 3.21 is spoken here. A newer server, or a newer api_version in the provider's configuration, has them.`,
		}},
		"defaults before": {"3.22", tableau.RulesOf{ContentType: "project", ID: openID, DefaultFor: "virtual_connection"}, []string{
			`error at content_type: Not in this version of Tableau: The default permissions for virtual connections need version 3.23 of the REST API or later, ` +
				`and 3.22 is spoken here. A newer server, or a newer api_version in the provider's configuration, has them.`,
		}},
		"metrics after": {"3.24", metrics, []string{
			`error at content_type: Not in this version of Tableau: Tableau has no metrics any more: version 3.21 of the REST API was the last ` +
				`to have their permissions, and 3.24 is spoken here. Leave them out.`,
		}},
		"lenses after": {"3.22", lenses, []string{
			`error at content_type: Not in this version of Tableau: Tableau has no Ask Data lenses any more: version 3.21 of the REST API was the last ` +
				`to have their permissions, and 3.22 is spoken here. Leave them out.`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := site()
			options.APIVersion = test.version
			_, client := start(t, options, asAdministrator)
			var diags diag.Diagnostics
			checkVersion(t.Context(), client, test.of, path.Root("content_type"), &diags)
			expect(t, said(diags), test.want...)
		})
	}
}

func TestCheckPlan_refusesRetiredCapabilitiesAndWarnsOfNewerOnes(t *testing.T) {
	t.Parallel()
	options := site()
	options.APIVersion = "3.24"
	_, client := start(t, options, asAdministrator)
	wanted := tableau.Rules{group(financeID): {"Read": "Allow", "ExtractRefresh": "Allow", "CreateRefreshMetrics": "Deny", "Teleport": "Allow"}}
	p := plan(t, client, workbook(salesID), wanted, forms{group(financeID): "group:Finance"})
	expect(t, checked(t, client, p),
		`error at rules["group:Finance"]["CreateRefreshMetrics"]: Retired capability: Version 3.21 of the REST API was the last to have CreateRefreshMetrics, `+
			`and 3.24 is spoken here. Leave it out.`,
		`warning at rules["group:Finance"]["ExtractRefresh"]: ExtractRefresh is a capability of a newer version: ExtractRefresh came with version 3.25 of the REST API, `+
			`and 3.24 is spoken here. Tableau may refuse it.`)

	// What an older version left behind may stay as it is.
	p.now.Rules = tableau.Rules{group(financeID): {"CreateRefreshMetrics": "Deny"}}
	p.wanted = tableau.Rules{group(financeID): {"CreateRefreshMetrics": "Deny", "Read": "Allow"}}
	expect(t, checked(t, client, p))
}

func TestIdentify_saysWhichVersionHasGroupSets(t *testing.T) {
	t.Parallel()
	options := site()
	options.APIVersion = "3.21"
	options.Seed.GroupSets = nil
	_, client := start(t, options, asAdministrator)
	for _, form := range []string{"group_set:Partners", "group_set:" + partnersID} {
		var diags diag.Diagnostics
		rules{form: {"Read": "Allow"}}.toAPI(t.Context(), client, path.Root("rules"), nil, &diags)
		expect(t, said(diags), `error at rules["`+form+`"]: Unknown grantee: Group sets, such as "`+form+`", need version 3.22 of the REST API or later, `+
			`and 3.21 is spoken here: name groups instead.`)
	}
}
