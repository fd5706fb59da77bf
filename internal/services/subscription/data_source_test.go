package subscription_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// readData reads the data source in-process.
func readData(t *testing.T, p *acctest.Protocol, config acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	const name = "tableau_subscriptions"
	response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: p.DataSource(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeDataSource(t, name, response.State), response.Diagnostics
}

func TestSubscriptionsDataSource_filters(t *testing.T) {
	t.Parallel()
	p := protocol(t, acctest.NewMock(t, several()))
	for name, test := range filters {
		state, diagnostics := readData(t, p, test.config)
		acctest.FailOn(t, diagnostics)
		found := state["subscriptions"].(acctest.Object)
		if len(found) != len(test.want) {
			t.Errorf("%s: found %v, want %v", name, found, test.want)
		}
		for _, id := range test.want {
			if found["11111111-0000-4000-8000-00000000000"+id] == nil {
				t.Errorf("%s: %s is missing", name, id)
			}
		}
	}
}

func TestSubscriptionsDataSource_showsWhatMovesByItself(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options mockserver.Options
		want    acctest.Object
	}{
		"server": {onServer(monday(mockserver.Timing{Schedule: mondaysID})), acctest.Object{
			"schedule_id": mondaysID, "schedule_name": "Mondays", "frequency": nil, "next_run_at": nil,
		}},
		"cloud": {onCloud(monday(products["cloud"].timing)), acctest.Object{
			"schedule_id": nil, "schedule_name": nil, "next_run_at": "2026-03-03T14:30:00Z",
		}},
	} {
		state, diagnostics := readData(t, protocol(t, acctest.NewMock(t, test.options)), acctest.Object{"subject": "Monday report"})
		acctest.FailOn(t, diagnostics)
		found := state["subscriptions"].(acctest.Object)[someID].(acctest.Object)
		for attribute, want := range test.want {
			if found[attribute] != want {
				t.Errorf("%s: %s is %v, want %v", name, attribute, found[attribute], want)
			}
		}
		for attribute, want := range map[string]any{
			"id": someID, "subject": "Monday report", "user_id": annID, "user_name": "ann", "attach_image": true, "attach_pdf": false,
			"page_orientation": "Portrait", "page_size_option": "Letter", "suspended": false, "refresh_extract_triggered": false, "message": nil,
		} {
			if found[attribute] != want {
				t.Errorf("%s: %s is %v, want %v", name, attribute, found[attribute], want)
			}
		}
	}
}

func TestSubscriptionsDataSource_showsOneThatFollowsRefreshes(t *testing.T) {
	t.Parallel()
	state, diagnostics := readData(t, protocol(t, acctest.NewMock(t, several())), acctest.Object{"subject": "After refresh"})
	acctest.FailOn(t, diagnostics)
	found := state["subscriptions"].(acctest.Object)["11111111-0000-4000-8000-000000000003"].(acctest.Object)
	if found["refresh_extract_triggered"] != true || found["schedule_id"] != nil || found["frequency"] != nil {
		t.Errorf("got %v", found)
	}
}

func TestSubscriptionsDataSource_refusals(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, several())
	p := protocol(t, site)
	setFault(t, site, mockserver.Fault{Route: "GET " + routeMany, Code: "403004"})
	if _, diagnostics := readData(t, p, acctest.Object{}); len(diagnostics) != 1 || diagnostics[0].Summary != "Cannot list subscriptions" {
		t.Errorf("got %v", diagnostics)
	}
	for attribute, value := range map[string]string{"user_id": "ann", "content_id": "Sales", "schedule_id": "Mondays", "content_type": "Project"} {
		response, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: "tableau_subscriptions", Config: p.DataSource(t, "tableau_subscriptions", acctest.Object{attribute: value}),
		})
		if err != nil || len(response.Diagnostics) != 1 {
			t.Errorf("%s: got %v, %v, want one error", attribute, response.Diagnostics, err)
		}
	}
}
