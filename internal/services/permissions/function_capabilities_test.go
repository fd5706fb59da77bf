package permissions_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// capabilities calls the function as Terraform does, without a configured provider.
func capabilities(t *testing.T, p *acctest.Protocol, contentType, template string) (map[string]string, *tfprotov6.FunctionError) {
	t.Helper()
	var arguments []*tfprotov6.DynamicValue
	for _, argument := range []string{contentType, template} {
		value, err := tfprotov6.NewDynamicValue(tftypes.String, tftypes.NewValue(tftypes.String, argument))
		if err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, &value)
	}
	response, err := p.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{Name: "capabilities", Arguments: arguments})
	if err != nil {
		t.Fatal(err)
	}
	if response.Error != nil {
		return nil, response.Error
	}
	result, err := response.Result.Unmarshal(tftypes.Map{ElementType: tftypes.String})
	if err != nil {
		t.Fatal(err)
	}
	values, modes := map[string]tftypes.Value{}, map[string]string{}
	if err := result.As(&values); err != nil {
		t.Fatal(err)
	}
	for capability, value := range values {
		var mode string
		if err := value.As(&mode); err != nil {
			t.Fatal(err)
		}
		modes[capability] = mode
	}
	return modes, nil
}

// templates are what each template of a content type names, as the service's reference has it.
var templates = map[string]map[string]string{
	"project": {
		"View": "Read", "Explore": "Read", "Publish": "Read Write", "Administer": "Read Write", "Denied": "Read Write",
	},
	"workbook": {
		"View":    "AddComment ExportData ExportImage Filter Read ViewComments",
		"Explore": "AddComment ExportData ExportImage Filter Read RunExplainData ShareView ViewComments ViewUnderlyingData WebAuthoring",
		"Publish": "AddComment ExportData ExportImage ExportXml Filter Read RunExplainData ShareView ViewComments ViewUnderlyingData WebAuthoring Write",
		"Administer": "AddComment ChangeHierarchy ChangePermissions Delete ExportData ExportImage ExportXml Filter Read RunExplainData ShareView " +
			"ViewComments ViewUnderlyingData WebAuthoring Write",
		"Denied": "AddComment ChangeHierarchy ChangePermissions Delete ExportData ExportImage ExportXml Filter Read RunExplainData ShareView " +
			"ViewComments ViewUnderlyingData WebAuthoring Write",
	},
	"datasource": {
		"View": "Connect Read", "Explore": "Connect ExportXml Read", "Publish": "Connect ExportXml Read SaveAs Write",
		"Administer": "ChangeHierarchy ChangePermissions Connect Delete ExportXml Read SaveAs Write",
		"Denied":     "ChangeHierarchy ChangePermissions Connect Delete ExportXml Read SaveAs Write",
	},
	"view": {
		"View":       "AddComment ExportData ExportImage Filter Read ViewComments",
		"Explore":    "AddComment ExportData ExportImage Filter Read ShareView ViewComments ViewUnderlyingData WebAuthoring",
		"Publish":    "AddComment ExportData ExportImage Filter Read ShareView ViewComments ViewUnderlyingData WebAuthoring",
		"Administer": "AddComment ChangePermissions Delete ExportData ExportImage Filter Read ShareView ViewComments ViewUnderlyingData WebAuthoring",
		"Denied":     "AddComment ChangePermissions Delete ExportData ExportImage Filter Read ShareView ViewComments ViewUnderlyingData WebAuthoring",
	},
	"flow": {
		"View": "Read", "Explore": "ExportXml Read", "Publish": "Execute ExportXml Read WebAuthoringForFlows Write",
		"Administer": "ChangeHierarchy ChangePermissions Delete Execute ExportXml Read WebAuthoringForFlows Write",
		"Denied":     "ChangeHierarchy ChangePermissions Delete Execute ExportXml Read WebAuthoringForFlows Write",
	},
	"data_role": readWriteAdminister,
	"metric":    readWriteAdminister,
	"lens":      readWriteAdminister,
	"database":  catalogAsset,
	"table":     catalogAsset,
	"virtual_connection": {
		"View": "Connect Read", "Explore": "Connect Read", "Publish": "Connect Read",
		"Administer": "ChangeHierarchy ChangePermissions Connect Delete Read", "Denied": "ChangeHierarchy ChangePermissions Connect Delete Read",
	},
}

var readWriteAdminister = map[string]string{
	"View": "Read", "Explore": "Read", "Publish": "Read Write",
	"Administer": "ChangeHierarchy ChangePermissions Delete Read Write", "Denied": "ChangeHierarchy ChangePermissions Delete Read Write",
}

var catalogAsset = map[string]string{
	"View": "Read", "Explore": "Read", "Publish": "Read Write",
	"Administer": "ChangeHierarchy ChangePermissions Read Write", "Denied": "ChangeHierarchy ChangePermissions Read Write",
}

func TestCapabilities_areThoseOfTheTemplate(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t)
	for contentType, byTemplate := range templates {
		for template, want := range byTemplate {
			wantMode := "Allow"
			if template == "Denied" {
				wantMode = "Deny"
			}
			modes, callError := capabilities(t, p, contentType, template)
			if callError != nil {
				t.Errorf("%s, %s: %s", contentType, template, callError.Text)
				continue
			}
			if got := strings.Join(slices.Sorted(maps.Keys(modes)), " "); got != want {
				t.Errorf("%s, %s: got %s\nwant %s", contentType, template, got, want)
			}
			for capability, mode := range modes {
				if mode != wantMode {
					t.Errorf("%s, %s: %s is %q, want %q", contentType, template, capability, mode, wantMode)
				}
			}
		}
	}
}

func TestCapabilities_sayWhichArgumentIsWrongAndWhatItCanBe(t *testing.T) {
	t.Parallel()
	const (
		types = "project, workbook, datasource, view, flow, data_role, database, table, virtual_connection, metric, lens"
		all   = "View, Explore, Publish, Administer, Denied"
	)
	p := acctest.NewProtocol(t)
	for name, test := range map[string]struct {
		contentType, template string
		position              int64
		want                  string
	}{
		"unknown type":      {"dashboard", "View", 0, `"dashboard" is none of ` + types},
		"type in capitals":  {"Workbook", "View", 0, `"Workbook" is none of ` + types + `: perhaps "workbook" was meant`},
		"type in one word":  {"virtualConnections", "View", 0, `"virtualConnections" is none of ` + types + `: perhaps "virtual_connection" was meant`},
		"no type":           {"", "View", 0, `"" is none of ` + types},
		"unknown template":  {"workbook", "Editor", 1, `"Editor" is none of ` + all},
		"template in small": {"workbook", "explore", 1, `"explore" is none of ` + all + `: perhaps "Explore" was meant`},
		"collection": {
			"collection", "View", 0,
			"Tableau does not say which capabilities a collection has, so there is no template. Write the capabilities one by one",
		},
	} {
		_, callError := capabilities(t, p, test.contentType, test.template)
		if callError == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if callError.Text != test.want || callError.FunctionArgument == nil || *callError.FunctionArgument != test.position {
			t.Errorf("%s: got %q at %v\nwant %q at %d", name, callError.Text, callError.FunctionArgument, test.want, test.position)
		}
	}
}
