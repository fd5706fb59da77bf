package subscription_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// judge is what `terraform validate` says of a configuration or, if nothing,
// what `terraform plan` says.
func judge(t *testing.T, p *acctest.Protocol, config acctest.Object) []*tfprotov6.Diagnostic {
	t.Helper()
	encoded := p.Resource(t, noun, config)
	validated, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: noun, Config: encoded})
	if err != nil {
		t.Fatal(err)
	}
	if len(validated.Diagnostics) > 0 {
		return validated.Diagnostics
	}
	planned, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: noun, PriorState: p.Resource(t, noun, nil), ProposedNewState: encoded, Config: encoded,
	})
	if err != nil {
		t.Fatal(err)
	}
	return planned.Diagnostics
}

func TestSubscription_wrongInputIsOneErrorBeforeTheApply(t *testing.T) {
	t.Parallel()
	type o = acctest.Object
	daily := o{"daily": o{"start": "06:30"}}
	for name, test := range map[string]struct {
		product, attribute string
		value              any
		want               string
	}{
		"empty subject":          {"server", "subject", "", `AttributeName("subject"): Invalid subject: subject must not be empty, and must not hold control characters.`},
		"control character":      {"server", "subject", "Mon\x07day", `AttributeName("subject")`},
		"control in the message": {"server", "message", "Mon\x07day", `AttributeName("message"): Invalid message: message must not hold control characters.`},
		"a user's name":          {"server", "user_id", "ann", `AttributeName("user_id")`},
		"a project":              {"server", "content", o{"type": "Project", "id": salesID}, `AttributeName("content").AttributeName("type")`},
		"a type in lower case":   {"server", "content", o{"type": "view", "id": salesID}, `AttributeName("content").AttributeName("type")`},
		"a workbook's name":      {"server", "content", o{"type": "Workbook", "id": "Sales"}, `AttributeName("content").AttributeName("id")`},
		"askew":                  {"server", "page_orientation", "Askew", `AttributeName("page_orientation")`},
		"A6":                     {"server", "page_size_option", "A6", `AttributeName("page_size_option")`},
		"a schedule's name":      {"server", "schedule_id", "Mondays", `AttributeName("schedule_id")`},
		"no such schedule":       {"server", "schedule_id", nobodysID, `AttributeName("schedule_id"): There is no such schedule`},
		"a schedule of extracts": {"server", "schedule_id", extractsID, `AttributeName("schedule_id"): The schedule is of another type`},
		"both":                   {"server", "frequency", daily, `Invalid Attribute Combination`},
		"neither":                {"server", "schedule_id", nil, `Missing Attribute Configuration`},
		"a schedule on Cloud":    {"cloud", "schedule_id", mondaysID, `AttributeName("schedule_id"): Tableau Cloud needs frequency instead`},
		"two days a week":        {"cloud", "frequency", o{"weekly": o{"start": "06:30", "week_days": []any{"Monday", "Friday"}}}, `AttributeName("frequency").AttributeName("weekly").AttributeName("week_days")`},
		"off the marks":          {"cloud", "frequency", o{"daily": o{"start": "06:31"}}, `AttributeName("frequency").AttributeName("daily").AttributeName("start")`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			product := products[test.product]
			site := acctest.NewMock(t, product.options())
			config := o{"subject": "Monday report", "user_id": annID, "content": o{"type": "Workbook", "id": salesID}}
			for name, value := range product.state {
				config[name] = value
			}
			if config[test.attribute] = test.value; name == "a schedule on Cloud" {
				delete(config, "frequency")
			}
			diagnostics := judge(t, protocol(t, site), config)
			if len(diagnostics) == 0 || !strings.Contains(acctest.DescribeDiagnostic(diagnostics[0]), test.want) || len(diagnostics) > 1 && name != "both" {
				t.Errorf("got %v, want one error with %s", diagnostics, test.want)
			}
			if n := site.Mock.Requests().ByRoute["POST "+routeMany]; n != 0 {
				t.Error("the server was asked to make the subscription")
			}
		})
	}
}

func TestSubscription_frequencyOnServerIsRefusedInThePlan(t *testing.T) {
	t.Parallel()
	refused(t, judge(t, protocol(t, acctest.NewMock(t, onServer())), configured(products["cloud"].state)),
		"Tableau Server needs schedule_id instead", "set schedule_id to the id of a tableau_schedule of type Subscription")
}

// TestSubscription_refusalsOfTheServiceSayWhereAndWhatToDo has every code that
// the reference documents for creating, with what a reader is told.
func TestSubscription_refusalsOfTheServiceSayWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	for code, test := range map[string]struct {
		status         int
		at, says, then string
	}{
		"400000": {400, "", "error 400000 (HTTP 400)", "The service does not understand the request"},
		"400063": {400, "", "error 400063 (HTTP 400)", "may be switched off in the settings of the server or the site"},
		"400067": {400, "subject", "error 400067 (HTTP 400)", ""},
		"400068": {400, "content", "error 400068 (HTTP 400)", ""},
		"400069": {400, "schedule_id", "error 400069 (HTTP 400)", "are sent on schedules of the type Subscription"},
		"401002": {401, "", "error 401002 (HTTP 401)", "Another process is probably signing in with the same personal access token"},
		"403004": {403, "", "error 403004 (HTTP 403)", "A subscription can be read and changed by its user and by administrators"},
		"403060": {403, "", "error 403060 (HTTP 403)", "An administrator, the owner of the content and the leader of its project can subscribe others"},
		"403063": {403, "user_id", "error 403063 (HTTP 403)", "Give the user, or a group of the user, the capability Read on it."},
		"403064": {403, "user_id", "error 403064 (HTTP 403)", "The user has no e-mail address to send to."},
		"404000": {404, "", "error 404000 (HTTP 404)", "The site does not exist, or the user may not see it."},
		"404002": {404, "user_id", "error 404002 (HTTP 404)", "The site has no user with this id."},
		"404006": {400, "id", "error 404006 (HTTP 400)", "The site has no workbook with this id"},
		"404011": {404, "id", "error 404011 (HTTP 404)", "Publishing a workbook anew can give its views other ids"},
		"404023": {404, "schedule_id", "error 404023 (HTTP 404)", "It was when the provider looked: plan again."},
		"404025": {404, "", "error 404025 (HTTP 404)", "The subscription is gone, perhaps with its content."},
		"405000": {405, "", "error 405000 (HTTP 405)", "The service does not have this method"},
		"409004": {409, "", "error 409004 (HTTP 409)", "times on five-minute marks"},
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onServer())
			p := protocol(t, site)
			setFault(t, site, mockserver.Fault{Route: "POST " + routeMany, Status: test.status, Code: code, Summary: "Refused"})
			state, diagnostics := apply(t, p, nil, stateOf(acctest.Unknown, products["server"].state))
			if state != nil || len(diagnostics) != 1 {
				t.Fatalf("state is %v and %d diagnostics, want none and one", state, len(diagnostics))
			}
			got := acctest.DescribeDiagnostic(diagnostics[0])
			if !strings.Contains(got, `Cannot create subscription "Monday report": POST /sites/{site}/subscriptions was answered with `+test.says) || !strings.Contains(got, test.then) {
				t.Errorf("got %s", got)
			}
			at := ""
			if diagnostics[0].Attribute != nil {
				steps := diagnostics[0].Attribute.Steps()
				at = strings.TrimSuffix(strings.TrimPrefix(diagnostics[0].Attribute.String(), `AttributeName("`), `")`)
				if len(steps) > 1 {
					at = "id"
				}
			}
			if at != test.at {
				t.Errorf("the error is at %q, want %q", at, test.at)
			}
		})
	}
}

func TestSubscription_frequencyThatCloudRefusesIsAtItsAttribute(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onCloud())
	p := protocol(t, site)
	setFault(t, site, mockserver.Fault{Route: "POST " + routeMany, Status: 409, Code: "409004", Detail: "weekDay"})
	_, diagnostics := apply(t, p, nil, stateOf(acctest.Unknown, products["cloud"].state))
	if len(diagnostics) != 1 || diagnostics[0].Attribute.String() != `AttributeName("frequency")` {
		t.Errorf("got %v", diagnostics)
	}
}

// What the mock server itself refuses, not a fault that a test set.
func TestSubscription_recipientsThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(acctest.Object)
		token  acctest.Object
		want   string
	}{
		"no e-mail":  {func(o acctest.Object) { o["user_id"] = mutedID }, nil, "403064"},
		"no user":    {func(o acctest.Object) { o["user_id"] = nobodysID }, nil, "404002"},
		"no content": {func(o acctest.Object) { o["content"].(acctest.Object)["id"] = nobodysID }, nil, "404006"},
		"not others": {func(acctest.Object) {}, acctest.Object{"personal_access_token_name": "bobs", "personal_access_token_secret": "hush"}, "403060"},
	} {
		site := acctest.NewMock(t, onServer())
		p := site.Protocol(t.Context(), t, test.token)
		wanted := stateOf(acctest.Unknown, products["server"].state)
		test.change(wanted)
		if _, diagnostics := apply(t, p, nil, wanted); len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, test.want) {
			t.Errorf("%s: got %v, want %s", name, diagnostics, test.want)
		}
	}
}

func TestSubscription_thatFollowsRefreshesIsNotImported(t *testing.T) {
	t.Parallel()
	for name, product := range products {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := protocol(t, acctest.NewMock(t, product.options(mockserver.Subscription{
				ID: someID, Subject: "After refresh", User: annID, Content: overviewID, RefreshExtractTriggered: true,
			})))
			// What an import reads is a state of the id alone.
			_, diagnostics := read(t, p, acctest.Object{"id": someID})
			refused(t, diagnostics, "Cannot manage this subscription", `"After refresh" (`+someID+`) is sent when an extract is refreshed, not on a schedule`)
		})
	}
}

func TestSubscription_importOfNoIDSaysWhatAnIDIs(t *testing.T) {
	t.Parallel()
	p := protocol(t, acctest.NewMock(t, onServer()))
	response, err := p.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: noun, ID: "Monday report"})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, response.Diagnostics, "Cannot import subscription", `"Monday report" is not the id of a subscription`)
}

// A timing that a module sets for the other product may be null once it is known.
func TestSubscription_timingOfTheOtherProductMayBeUnknown(t *testing.T) {
	t.Parallel()
	for product, other := range map[string]string{"server": "frequency", "cloud": "schedule_id"} {
		one := instance(acctest.NewMock(t, products[product].options()))
		plans(t, one, with(configured(products[product].state), other, acctest.Unknown), acctest.Create)
	}
}

// Content of which nothing is known yet may be another.
func TestSubscription_ofUnknownContentIsReplaced(t *testing.T) {
	t.Parallel()
	one := instance(acctest.NewMock(t, onServer()))
	config := configured(products["server"].state)
	applies(t, one, config, acctest.Create)
	plans(t, one, with(config, "content", acctest.Unknown), acctest.Replace)
}
