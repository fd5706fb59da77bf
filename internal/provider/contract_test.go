package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// samples is a valid configuration of each resource. A resource without one
// fails the contract.
var samples = map[string]object{
	"tableau_subscription": {
		"subject": "Monday report", "user_id": someID, "content": object{"type": "View", "id": someID, "send_if_view_empty": true}, "schedule_id": someID,
		"attach_image": true, "attach_pdf": false, "page_orientation": "Portrait", "page_size_option": "Letter", "suspended": false,
	},
	"tableau_extract_refresh_task": {"workbook_id": someID, "schedule_id": someID},
	"tableau_schedule": {
		"name": "Nightly", "type": "Extract", "priority": 50, "execution_order": "Parallel", "state": "Active",
		"frequency": object{"daily": object{"start": "02:15"}},
	},
	"tableau_grantee_permissions": {
		"content_type": "workbook", "content_id": someID, "grantee": "group:" + someID, "capabilities": object{"Read": "Allow"},
	},
	"tableau_flow_task": {
		"flow_id": someID, "schedule_id": someID, "parameters": object{"Region": "North"}, "on_destroy": "delete",
	},
	"tableau_permissions": {
		"content_type": "workbook", "content_id": someID, "rules": object{"group:" + someID: object{"Read": "Allow"}}, "on_destroy": "revoke",
	},
	"tableau_default_permissions": {
		"project_id": someID, "content_type": "workbook", "rules": object{"group:" + someID: object{"Read": "Allow"}}, "on_destroy": "revoke",
	},
}

// dataSamples is a valid configuration of each data source.
var dataSamples = map[string]object{
	"tableau_subscriptions": {},

	"tableau_extract_refresh_tasks": {},

	"tableau_schedule":        {"name": "Nightly"},
	"tableau_schedules":       {},
	"tableau_flow_tasks":      {},
	"tableau_server_info":     {},
	"tableau_current_session": {},
	"tableau_workbook":        {"name": "Sales", "project_path": "Finance"},
	"tableau_workbooks":       {"project_path": "Finance"},
	"tableau_view":            {"name": "Overview", "workbook_name": "Sales"},
	"tableau_views":           {"workbook_id": someID},
	"tableau_datasource":      {"name": "Orders"},
	"tableau_datasources":     {"tag": "weekly"},
	"tableau_flow":            {"id": someID},
	"tableau_flows":           {"updated_after": "2026-03-02T17:00:00Z"},
	"tableau_project":         {"path": "Finance"},
	"tableau_projects":        {},
	"tableau_group":           {"name": "Finance"},
	"tableau_groups":          {},
	"tableau_user":            {"name": "ann@example.com"},
	"tableau_users":           {"site_role": "Creator"},

	"tableau_permissions":         {"content_type": "workbook", "content_id": someID},
	"tableau_default_permissions": {"project_id": someID, "content_type": "workbook"},

	"tableau_job":                     {"id": someID},
	"tableau_jobs":                    {"status": "Failed", "created_after": "2026-03-02T17:00:00Z"},
	"tableau_flow_runs":               {"flow_id": someID},
	"tableau_linked_tasks":            {},
	"tableau_data_acceleration_tasks": {},
}

// actionSamples is a valid configuration of each action.
var actionSamples = map[string]object{
	"tableau_run_extract_refresh_task": {"task_id": someID},
	"tableau_run_flow_task":            {"task_id": someID},
	"tableau_run_linked_task":          {"task_id": someID},
	"tableau_run_flow":                 {"flow_id": someID, "mode": "full"},
	"tableau_refresh_extract":          {"workbook_id": someID},
	"tableau_cancel_job":               {"job_id": someID},
	"tableau_cancel_flow_run":          {"flow_run_id": someID},
	"tableau_set_schedule_state":       {"schedule_ids": []any{someID}, "state": "Suspended"},
}

// docs are the generated pages.
const docs = "../../docs"

const someID = "4d652179-36bf-47e4-a9dc-e069227c72d0"

func TestContract_everythingIsDescribedAndShown(t *testing.T) {
	t.Parallel()
	schemas := acctest.NewProtocol(t).Schemas()
	describeAll(t, "provider", schemas.Provider.Block)
	for kind, all := range map[string]map[string]*tfprotov6.Schema{
		"resources": schemas.ResourceSchemas, "data-sources": schemas.DataSourceSchemas, "list-resources": schemas.ListResourceSchemas,
	} {
		for name, schema := range all {
			describeAll(t, kind+" "+name, schema.Block)
			if !strings.Contains(schema.Block.Description, "Needs Tableau") || !strings.Contains(schema.Block.Description, "API ") {
				t.Errorf("%s %s does not say which product and API version it needs", kind, name)
			}
			mustExist(t, filepath.Join(examples, kind, name))
			mustExist(t, filepath.Join(docs, kind, strings.TrimPrefix(name, "tableau_")+".md"))
		}
	}
	for name, action := range schemas.ActionSchemas {
		describeAll(t, "action "+name, action.Schema.Block)
		if !strings.Contains(action.Schema.Block.Description, "Needs Tableau") || !strings.Contains(action.Schema.Block.Description, "API ") {
			t.Errorf("action %s does not say which product and API version it needs", name)
		}
		if actionSamples[name] == nil {
			t.Errorf("action %s has no sample here", name)
		}
		mustExist(t, filepath.Join(examples, "actions", name, "action.tf"))
		mustExist(t, filepath.Join(docs, "actions", strings.TrimPrefix(name, "tableau_")+".md"))
	}
	for name, function := range schemas.Functions {
		if function.Summary == "" || function.Description == "" {
			t.Errorf("function %s is not described", name)
		}
		for _, parameter := range function.Parameters {
			if parameter.Description == "" {
				t.Errorf("function %s does not describe %s", name, parameter.Name)
			}
		}
		mustExist(t, filepath.Join(examples, "functions", name, "function.tf"))
		mustExist(t, filepath.Join(docs, "functions", name+".md"))
	}
}

func describeAll(t *testing.T, of string, block *tfprotov6.SchemaBlock) {
	t.Helper()
	if block.Description == "" {
		t.Errorf("%s is not described", of)
	}
	describeAttributes(t, of, block.Attributes)
}

func describeAttributes(t *testing.T, of string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, attribute := range attributes {
		if attribute.Description == "" {
			t.Errorf("%s does not describe %s", of, attribute.Name)
		}
		if attribute.NestedType != nil {
			describeAttributes(t, of+"."+attribute.Name, attribute.NestedType.Attributes)
		}
	}
}

func mustExist(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestContract_everyResourceHasIdentityImportAndList(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t)
	identities, err := p.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name := range p.Schemas().ResourceSchemas {
		identity := identities.IdentitySchemas[name]
		if identity == nil || len(identity.IdentityAttributes) == 0 {
			t.Errorf("%s has no identity", name)
			continue
		}
		for _, attribute := range identity.IdentityAttributes {
			if attribute.Description == "" {
				t.Errorf("%s does not describe %s of its identity", name, attribute.Name)
			}
		}
		if p.Schemas().ListResourceSchemas[name] == nil {
			t.Errorf("%s has no list resource", name)
		}
		for _, file := range []string{"resource.tf", "import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
			mustExist(t, filepath.Join(examples, "resources", name, file))
		}
		if samples[name] == nil {
			t.Errorf("%s has no sample here", name)
		}
	}
	for name := range p.Schemas().DataSourceSchemas {
		if dataSamples[name] == nil {
			t.Errorf("data source %s has no sample here", name)
		}
	}
}

// teapot answers 418 to everything but what a sign-in needs.
type teapot struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string
}

func newTeapot(t *testing.T) *teapot {
	t.Helper()
	pot := &teapot{}
	pot.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/serverinfo"):
			fmt.Fprint(w, `<tsResponse><serverInfo><restApiVersion>3.29</restApiVersion></serverInfo></tsResponse>`)
		case strings.HasSuffix(r.URL.Path, "/auth/signin"):
			fmt.Fprint(w, `<tsResponse><credentials token="t"><site id="`+someID+`"/></credentials></tsResponse>`)
		default:
			pot.mu.Lock()
			defer pot.mu.Unlock()
			pot.requests = append(pot.requests, r.Method+" "+r.URL.Path)
			w.WriteHeader(http.StatusTeapot)
		}
	}))
	t.Cleanup(pot.Close)
	return pot
}

func (pot *teapot) provider(t *testing.T) *acctest.Protocol {
	t.Helper()
	p := acctest.NewProtocol(t)
	acctest.FailOn(t, p.Configure(t.Context(), t, object{
		"server_url": pot.URL, "username": "ann", "password": "hush", "product": "server", "max_retries": 0,
	}))
	return p
}

// oneError expects a single error, which says what was tried and what came back.
func oneError(t *testing.T, method string, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	if len(diagnostics) != 1 || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError {
		t.Fatalf("%s: %d diagnostics, want one error", method, len(diagnostics))
	}
	if said := acctest.DescribeDiagnostic(diagnostics[0]); !strings.HasPrefix(said, "Cannot ") || !strings.Contains(said, "was answered with HTTP 418 (I'm a teapot)") {
		t.Errorf("%s says %s", method, said)
	}
}

func TestContract_everyResourceKeepsStateWhenTheServiceFails(t *testing.T) {
	t.Parallel()
	for name, sample := range samples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newTeapot(t).provider(t)
			existing, planned := maps.Clone(sample), maps.Clone(sample)
			if hasID(p, name) {
				existing["id"], planned["id"] = someID, acctest.Unknown
			}
			apply := func(prior, next, config object) *tfprotov6.ApplyResourceChangeResponse {
				response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
					TypeName: name, PriorState: p.Resource(t, name, prior), PlannedState: p.Resource(t, name, next), Config: p.Resource(t, name, config),
				})
				if err != nil {
					t.Fatal(err)
				}
				return response
			}

			created := apply(nil, planned, sample)
			oneError(t, "create", created.Diagnostics)
			if state := p.DecodeResource(t, name, created.NewState); state != nil {
				t.Errorf("a failed creation leaves %v in state", state)
			}

			updated := apply(existing, changed(existing), changed(sample))
			oneError(t, "update", updated.Diagnostics)
			keeps(t, "update", existing, p.DecodeResource(t, name, updated.NewState))

			deleted := apply(existing, nil, nil)
			oneError(t, "delete", deleted.Diagnostics)
			keeps(t, "delete", existing, p.DecodeResource(t, name, deleted.NewState))

			read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: p.Resource(t, name, existing)})
			if err != nil {
				t.Fatal(err)
			}
			oneError(t, "read", read.Diagnostics)
			keeps(t, "read", existing, p.DecodeResource(t, name, read.NewState))

			listed := p.List(t, &tfprotov6.ListResourceRequest{TypeName: name, Config: p.ListConfig(t, name, object{}), Limit: 10})
			if len(listed) != 1 {
				t.Fatalf("%d results, want one with the error", len(listed))
			}
			oneError(t, "list", listed[0].Diagnostics)
		})
	}
}

// hasID reports whether Tableau gives the objects of a resource an id.
func hasID(p *acctest.Protocol, name string) bool {
	return slices.ContainsFunc(p.Schemas().ResourceSchemas[name].Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == "id" })
}

// changed is an object with other rules, if it has some: permissions send nothing while their rules stay.
func changed(existing object) object {
	if existing["rules"] == nil {
		return existing
	}
	other := maps.Clone(existing)
	other["rules"] = object{}
	return other
}

func keeps(t *testing.T, method string, existing, state object) {
	t.Helper()
	if !reflect.DeepEqual(state, existing) {
		t.Errorf("a failed %s leaves %v in state, want %v", method, state, existing)
	}
}

func TestContract_everyDataSourceReportsAFailure(t *testing.T) {
	t.Parallel()
	for name, sample := range dataSamples {
		if name == "tableau_server_info" {
			continue // It needs no more than the sign-in does.
		}
		p := newTeapot(t).provider(t)
		read, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: p.DataSource(t, name, sample)})
		if err != nil {
			t.Fatal(err)
		}
		oneError(t, name, read.Diagnostics)
	}
}

func TestContract_everyActionReportsAFailure(t *testing.T) {
	t.Parallel()
	for name, sample := range actionSamples {
		p := newTeapot(t).provider(t)
		acctest.FailOn(t, p.ValidateAction(t, name, sample))
		acctest.FailOn(t, p.PlanAction(t, name, sample))
		oneError(t, name, p.Invoke(t.Context(), t, name, sample, nil).Diagnostics)
	}
}

// TestContract_noActionSendsWhatItDoesNotKnow makes one attribute after the
// other unknown, which Terraform itself lets happen in a plan only.
func TestContract_noActionSendsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for name, sample := range actionSamples {
		for attribute := range sample {
			pot := newTeapot(t)
			p := pot.provider(t)
			config := object{}
			for other, value := range sample {
				config[other] = value
			}
			config[attribute] = acctest.Unknown
			acctest.FailOn(t, p.ValidateAction(t, name, config))
			acctest.FailOn(t, p.PlanAction(t, name, config))
			invoked := p.Invoke(t.Context(), t, name, config, nil)
			if len(invoked.Diagnostics) != 1 || invoked.Diagnostics[0].Attribute == nil {
				t.Errorf("%s with unknown %s: %v, want one error with its path", name, attribute, invoked.Diagnostics)
			}
			if len(pot.requests) != 0 {
				t.Errorf("%s with unknown %s sent %v", name, attribute, pot.requests)
			}
		}
	}
}

func TestContract_everyActionRefusesAnInvalidConfiguration(t *testing.T) {
	t.Parallel()
	pot := newTeapot(t)
	p := pot.provider(t)
	for name, sample := range actionSamples {
		invalid := object{}
		for attribute, value := range sample {
			if value == someID {
				value = "not a LUID"
			}
			invalid[attribute] = value
		}
		if name == "tableau_set_schedule_state" {
			invalid["schedule_ids"] = []any{"not a LUID"}
		} else {
			acctest.FailOn(t, p.ValidateAction(t, name, withTimeout(sample, "2h30m")))
			says(t, name, p.ValidateAction(t, name, withTimeout(sample, "soon")), `"soon" is no duration above zero`)
			says(t, name, p.ValidateAction(t, name, withTimeout(sample, "-1m")), `"-1m" is no duration above zero`)
			says(t, name, p.Invoke(t.Context(), t, name, withTimeout(sample, "soon"), nil).Diagnostics, `"soon" is no duration above zero`)
		}
		says(t, name, p.ValidateAction(t, name, invalid), "must be a LUID")
	}
	if len(pot.requests) != 0 {
		t.Errorf("sent %v", pot.requests)
	}
}

func withTimeout(sample object, timeout string) object {
	config := maps.Clone(sample)
	config["timeout"] = timeout
	return config
}

// says expects one error with a path that says something.
func says(t *testing.T, of string, diagnostics []*tfprotov6.Diagnostic, wanted string) {
	t.Helper()
	if len(diagnostics) != 1 || diagnostics[0].Attribute == nil || !strings.Contains(diagnostics[0].Detail, wanted) {
		t.Errorf("%s: %v, want one error at an attribute that says %s", of, diagnostics, wanted)
	}
}

// TestContract_whatCannotBeConvertedIsNotSent makes one attribute after the
// other unknown where everything must be known.
func TestContract_whatCannotBeConvertedIsNotSent(t *testing.T) {
	t.Parallel()
	for name, sample := range samples {
		for attribute, value := range sample {
			if _, nested := value.(object); !nested {
				continue // Terraform itself lets no unknown of these through.
			}
			pot := newTeapot(t)
			p := pot.provider(t)
			planned := maps.Clone(sample)
			if hasID(p, name) {
				planned["id"] = acctest.Unknown
			}
			planned[attribute] = acctest.Unknown
			response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: name, PriorState: p.Resource(t, name, nil), PlannedState: p.Resource(t, name, planned), Config: p.Resource(t, name, planned),
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(response.Diagnostics) != 1 || response.Diagnostics[0].Attribute == nil {
				t.Errorf("%s with unknown %s: %v, want one error with its path", name, attribute, response.Diagnostics)
			}
			if len(pot.requests) != 0 {
				t.Errorf("%s with unknown %s sent %v", name, attribute, pot.requests)
			}
		}
	}
}

// BenchmarkSchema is what every Terraform command pays for the provider before
// it does anything.
func BenchmarkSchema(b *testing.B) {
	for b.Loop() {
		server, err := providerserver.NewProtocol6WithError(acctest.NewProvider())()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := server.GetProviderSchema(b.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
			b.Fatal(err)
		}
	}
}
