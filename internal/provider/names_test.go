package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// oddNames are names that something on the way may take for more than a name:
// XML, filters, URLs, paths, Terraform's language, grantees, terminals.
var oddNames = []string{
	`Sales, "EU" & 'US' <b>`, "two\nlines", "tab\there", "carriage\rreturn", " spaces around  ", "]]> &amp; &#10;",
	"\u202bעברית\u202c", "العربية\u200f", "👩‍👩‍👧‍👦 🏳️‍🌈", strings.Repeat("ü", 255),
	"4d652179-36bf-47e4-a9dc-e069227c72d0", "group:Finance", `corp\bob`, "a/b/c", "../..", "a:b;c", "100%25 +1 ?a=b#c", "*", "name:eq:x", "null",
	"${var.x} %{if true}", "éclair",
}

// decomposed is how a Mac writes the last of them. Terraform composes what a
// configuration says, and what is in state.
const decomposed = "e\u0301clair"

// shown is how the service has a name.
func shown(name string) string {
	if name == "éclair" {
		return decomposed
	}
	return name
}

// contentNamedOddly has one object of each kind for each name; their ids end
// alike.
func contentNamedOddly() mockserver.Seed {
	var seed mockserver.Seed
	for i, name := range oddNames {
		name, project := shown(name), oddID(1, i)
		seed.Projects = append(seed.Projects, mockserver.Project{ID: project, Name: name})
		seed.Workbooks = append(seed.Workbooks, mockserver.Workbook{
			ID: oddID(2, i), Name: name, Project: project, Tags: []string{name}, Views: []mockserver.View{{ID: oddID(3, i), Name: name}},
		})
		seed.Datasources = append(seed.Datasources, mockserver.Datasource{ID: oddID(4, i), Name: name, Project: project})
		seed.Flows = append(seed.Flows, mockserver.Flow{ID: oddID(5, i), Name: name, Project: project})
		seed.Groups = append(seed.Groups, mockserver.Group{ID: oddID(6, i), Name: name})
		seed.GroupSets = append(seed.GroupSets, mockserver.GroupSet{ID: oddID(7, i), Name: name})
		seed.Users = append(seed.Users, mockserver.User{ID: oddID(8, i), Name: name, SiteRole: "Viewer"})
		seed.Schedules = append(seed.Schedules, mockserver.Schedule{ID: oddID(9, i), Name: name})
	}
	return seed
}

func oddID(kind, number int) string { return fmt.Sprintf("%08d-0000-4000-8000-%012d", kind, number) }

func TestNames_objectsAreFoundByThem(t *testing.T) {
	t.Parallel()
	p := acctest.NewMock(t, mockserver.Options{Seed: contentNamedOddly()}).Protocol(t.Context(), t, nil)
	find := func(kind string, config object) (object, []*tfprotov6.Diagnostic) {
		response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: kind, Config: p.DataSource(t, kind, config)})
		if err != nil {
			t.Fatal(err)
		}
		return p.DecodeDataSource(t, kind, response.State), response.Diagnostics
	}
	for i, name := range oddNames {
		for kind, test := range map[string]struct {
			config object
			id     string
		}{
			"tableau_project":    {object{"path": name}, oddID(1, i)},
			"tableau_workbook":   {object{"name": name, "project_path": name}, oddID(2, i)},
			"tableau_view":       {object{"name": name, "workbook_name": name}, oddID(3, i)},
			"tableau_datasource": {object{"name": name}, oddID(4, i)},
			"tableau_flow":       {object{"name": name}, oddID(5, i)},
			"tableau_group":      {object{"name": name}, oddID(6, i)},
			"tableau_user":       {object{"name": name}, oddID(8, i)},
			"tableau_schedule":   {object{"name": name}, oddID(9, i)},
		} {
			state, diagnostics := find(kind, test.config)
			if len(diagnostics) > 0 || state["id"] != test.id {
				t.Errorf("%s %q is %v, want %s", kind, name, state["id"], test.id)
				for _, d := range diagnostics {
					t.Log(acctest.DescribeDiagnostic(d))
				}
			}
		}
		if tagged, _ := find("tableau_workbooks", object{"tag": name}); len(tagged["workbooks"].(object)) != 1 {
			t.Errorf("tagged %q are %v, want one", name, tagged["workbooks"])
		}
		_, refused := find("tableau_group", object{"name": name + "?"})
		if said := fmt.Sprintf("%q", name+"?"); len(refused) != 1 || !strings.Contains(refused[0].Detail, said) {
			t.Errorf("the error on %s does not quote it: %v", said, refused)
		}
	}
}

func TestNames_areWrittenAsTheyAre(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{
		Workbooks: []mockserver.Workbook{{ID: oddID(2, 0), Name: "Sales"}},
		Users:     []mockserver.User{{ID: oddID(8, 0), Name: "ann", SiteRole: "Viewer"}},
		Schedules: []mockserver.Schedule{{ID: oddID(9, 0), Name: "Mondays", Type: "Subscription"}},
	}})
	for _, name := range oddNames {
		schedule := site.Instance("tableau_schedule", nil)
		settles(t, name, schedule, object{"name": name, "type": "Extract", "frequency": object{"daily": object{"start": "02:15"}}})
		if _, found := site.Mock.ScheduleByName(name); !found {
			t.Errorf("the server has no schedule %q", name)
		}
		subscription := site.Instance("tableau_subscription", nil)
		settles(t, name, subscription, object{
			"subject": name, "message": name, "user_id": oddID(8, 0), "content": object{"type": "Workbook", "id": oddID(2, 0)}, "schedule_id": oddID(9, 0),
		})
		id, _ := subscription.State(t)["id"].(string)
		again := site.Instance("tableau_subscription", nil)
		again.Import(t, id)
		if state := again.State(t); state["subject"] != name || state["message"] != name {
			t.Errorf("%q is imported as %q with the message %q", name, state["subject"], state["message"])
		}
	}
	for _, sent := range site.Mock.Subscriptions() {
		if sent.Message != sent.Subject {
			t.Errorf("the message of %q is %q", sent.Subject, sent.Message)
		}
	}
}

// settles applies a configuration, and expects that nothing is left to do.
func settles(t *testing.T, name string, one *acctest.Instance, config object) {
	t.Helper()
	acctest.FailOn(t, one.Apply(t, config).Diagnostics)
	change := one.Plan(t, config)
	acctest.FailOn(t, change.Diagnostics)
	if change.Action != acctest.NoOp {
		t.Errorf("%q: after the apply the plan is %q of %v", name, change.Action, change.Attributes())
	}
}

func TestNames_parametersAndOutputStepsAreGivenByThem(t *testing.T) {
	t.Parallel()
	flow := mockserver.Flow{ID: oddID(5, 0), Name: "Prep"}
	parameters, steps := object{}, []any{}
	for i, name := range oddNames {
		parameters[name] = name
		steps = append(steps, name)
		flow.Parameters = append(flow.Parameters, mockserver.FlowParameter{ID: oddID(10, i), Name: shown(name), Value: "default"})
		flow.OutputSteps = append(flow.OutputSteps, mockserver.FlowOutputStep{Name: shown(name)})
	}
	flow.OutputSteps = append(flow.OutputSteps, mockserver.FlowOutputStep{Name: "one more"})
	for product, of := range products {
		options := mockserver.Options{Product: of, Seed: mockserver.Seed{Flows: []mockserver.Flow{flow}}}
		config, block := object{"flow_id": oddID(5, 0), "parameters": parameters}, object{}
		if product == "server" {
			options.Seed.Schedules = []mockserver.Schedule{{ID: oddID(9, 0), Name: "Flows", Type: "Flow"}}
			config["schedule_id"] = oddID(9, 0)
		} else {
			config["frequency"], config["output_steps"], block["site"] = object{"daily": object{"start": "02:15"}}, steps, "demo"
		}
		site := acctest.NewMock(t, options)
		settles(t, product, site.Instance("tableau_flow_task", block), config)
		for i, name := range oddNames {
			if held := site.Mock.FlowTasks()[0].Parameters[oddID(10, i)]; held != name {
				t.Errorf("%s has the value %q, want %q", product, held, name)
			}
		}
	}
}

func TestNames_granteesAreNamedByThem(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: contentNamedOddly()})
	rules := object{}
	for _, name := range oddNames {
		if name == someID {
			continue // A name like this is read as the LUID that it looks like.
		}
		for _, kind := range []string{"group:", "user:", "group_set:"} {
			rules[kind+name] = object{"Read": "Allow"}
		}
	}
	settles(t, "rules", site.Instance("tableau_permissions", nil), object{"content_type": "datasource", "content_id": oddID(4, 0), "rules": rules})
	for i, name := range oddNames {
		if name == someID {
			continue
		}
		one := site.Instance("tableau_grantee_permissions", nil)
		one.Import(t, "datasource/"+oddID(4, 0)+"/group:"+name)
		if state := one.State(t); state["grantee"] != "group:"+name {
			t.Errorf("group %q is imported as %v", name, state["grantee"])
		}
		if rules := site.Mock.Rules(mockserver.RuleSet{ContentType: "datasource", ID: oddID(4, 0)}); rules["group:"+shown(name)] == nil {
			t.Errorf("there is no rule of group %q, %s", name, oddID(6, i))
		}
	}
}

func TestNames_listsShowThem(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: contentNamedOddly()})
	p := site.Protocol(t.Context(), t, nil)
	var listed []any
	for _, result := range p.List(t, &tfprotov6.ListResourceRequest{
		TypeName: "tableau_schedule", Config: p.ListConfig(t, "tableau_schedule", object{}), IncludeResource: true, Limit: 100,
	}) {
		acctest.FailOn(t, result.Diagnostics)
		listed = append(listed, p.DecodeResource(t, "tableau_schedule", result.Resource)["name"])
		if strings.ContainsAny(result.DisplayName, "\r\n\u202b\u200f") {
			t.Errorf("the list shows a person %q", result.DisplayName)
		}
	}
	for _, name := range oddNames {
		if !slices.Contains(listed, any(shown(name))) {
			t.Errorf("the list lacks %q", name)
		}
	}
}
