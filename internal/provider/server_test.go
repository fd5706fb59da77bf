package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"
	"weak"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/provider"
)

// TestServer_keepsNothingOfACall makes a call for an object, which is made for
// thousands of them in one process.
func TestServer_keepsNothingOfACall(t *testing.T) {
	t.Parallel()
	server := provider.NewServer(acctest.NewProvider())
	type key struct{}
	value := new([1 << 20]byte)
	left := weak.Make(value)
	config := acctest.NewProtocol(t).Resource(t, "tableau_schedule", acctest.Object{"name": "Nightly", "type": "Extract"})
	if _, err := server.ValidateResourceConfig(context.WithValue(t.Context(), key{}, value), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: "tableau_schedule", Config: config,
	}); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	if left.Value() != nil {
		t.Error("what the call's context held is still held")
	}
	runtime.KeepAlive(server)
}

// A call that Terraform gives up ends, as one that takes its time does when the
// provider is stopped.
func TestServer_passesOnThatACallIsGivenUp(t *testing.T) {
	t.Parallel()
	server := provider.NewServer(acctest.NewProvider())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := acctest.NewProtocol(t)
	response, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.Provider(t, acctest.Object{
		"server_url": "http://127.0.0.1:9", "personal_access_token_name": "demo", "personal_access_token_secret": "demo-secret",
	})})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, response.Diagnostics)
	read, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: "tableau_schedule", CurrentState: p.Resource(t, "tableau_schedule", acctest.Object{"id": "11111111-1111-4000-8000-000000000000"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := read.Diagnostics; len(got) != 1 || got[0].Severity != tfprotov6.DiagnosticSeverityError {
		t.Errorf("got %v, want one error", got)
	}
}

// TestServer_readsAsTheFrameworkDoes has the provider's server and the
// framework's read the same, which must answer the same.
func TestServer_readsAsTheFrameworkDoes(t *testing.T) {
	t.Parallel()
	changed := map[string]acctest.Object{
		"schedules":              {"priority": 70},
		"extract tasks":          {"type": "IncrementalRefresh"},
		"extract tasks on Cloud": {"frequency": acctest.Object{"daily": acctest.Object{"start": "06:00"}}},
		"flow tasks":             {"on_destroy": "abandon"},
		"subscriptions":          {"subject": "Old report"},
		"permissions":            {"rules": acctest.Object{"group:Finance": acctest.Object{"Read": "Allow", "Write": "Deny"}}},
	}
	for name, kind := range objectsOnSites(1) {
		except := func(changes acctest.Object) acctest.Object {
			state := maps.Clone(kind.states[0])
			maps.Copy(state, changes)
			return state
		}
		gone := except(acctest.Object{"id": id(7)})
		if name == "permissions" {
			gone = except(acctest.Object{"content_id": id(7)})
		}
		for what, test := range map[string]struct {
			state acctest.Object
			// fault meets what follows the sign-in.
			fault mockserver.Fault
		}{
			"as in state": {state: except(nil)},
			"changed":     {state: except(changed[name])},
			"gone":        {state: gone},
			"refused":     {state: except(nil), fault: mockserver.Fault{Route: "*", Skip: 2, Code: "403004", Summary: "Forbidden"}},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				t.Parallel()
				site := acctest.NewMock(t, kind.options)
				p := kind.startProvider(t, site)
				state := p.Resource(t, kind.resource, test.state)
				first := readOf(t, p, &tfprotov6.ReadResourceRequest{TypeName: kind.resource, CurrentState: p.Resource(t, kind.resource, except(nil))})
				for _, request := range []*tfprotov6.ReadResourceRequest{
					{},
					{CurrentIdentity: first.NewIdentity, Private: first.Private},
					{CurrentIdentity: first.NewIdentity, Private: []byte(`{"kept":"InllcyI="}`)},
					{CurrentIdentity: first.NewIdentity, Private: []byte(`{".imported":"dHJ1ZQ=="}`)},
					{CurrentIdentity: first.NewIdentity, Private: []byte(`{`)},
				} {
					request.TypeName, request.CurrentState = kind.resource, state
					var answers []*tfprotov6.ReadResourceResponse
					for _, server := range []tfprotov6.ProviderServer{configureFramework(t, p, site), kind.startProvider(t, site)} {
						if err := site.Mock.SetFaults(test.fault); test.fault.Route != "" && err != nil {
							t.Fatal(err)
						}
						answers = append(answers, readOf(t, server, request))
					}
					if diff := cmp.Diff(inTerms(t, p, kind.resource, answers[0]), inTerms(t, p, kind.resource, answers[1])); diff != "" {
						t.Errorf("with private state %s, the framework's server answers (-), and the provider's (+):\n%s", request.Private, diff)
					}
				}
			})
		}
	}
}

// configureFramework starts the framework's own server for a site.
func configureFramework(t *testing.T, p *acctest.Protocol, site *acctest.Site) tfprotov6.ProviderServer {
	t.Helper()
	server := providerserver.NewProtocol6(acctest.NewProvider())()
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.Provider(t, acctest.Object{
		"server_url": site.URL, "site": site.ContentURL, "personal_access_token_name": "demo", "personal_access_token_secret": "demo-secret",
	})})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, configured.Diagnostics)
	return server
}

// inTerms is an answer in a test's terms.
func inTerms(t *testing.T, p *acctest.Protocol, noun string, r *tfprotov6.ReadResourceResponse) map[string]any {
	t.Helper()
	answer := map[string]any{"private state": string(r.Private)}
	if r.NewState != nil {
		answer["state"] = p.DecodeResource(t, noun, r.NewState)
	}
	if r.NewIdentity != nil && r.NewIdentity.IdentityData != nil {
		answer["identity"] = string(r.NewIdentity.IdentityData.MsgPack)
	}
	for i, d := range r.Diagnostics {
		answer[fmt.Sprintf("diagnostic %d", i)] = fmt.Sprint(d.Severity, acctest.DescribeDiagnostic(d))
	}
	return answer
}

// State of the schema's own version is handed back as it is.
func TestServer_upgradesStateAsTheFrameworkDoes(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t)
	framework := providerserver.NewProtocol6(acctest.NewProvider())()
	for name, kind := range objectsOnSites(1) {
		state, err := json.Marshal(kind.states[0])
		if err != nil {
			t.Fatal(err)
		}
		var upgraded []acctest.Object
		for _, server := range []tfprotov6.ProviderServer{framework, p} {
			r, err := server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: kind.resource, RawState: &tfprotov6.RawState{JSON: state}})
			if err != nil {
				t.Fatal(err)
			}
			acctest.FailOn(t, r.Diagnostics)
			upgraded = append(upgraded, p.DecodeResource(t, kind.resource, r.UpgradedState))
		}
		if diff := cmp.Diff(upgraded[0], upgraded[1]); diff != "" {
			t.Errorf("%s: the framework's server answers (-), and the provider's (+):\n%s", name, diff)
		}
		refused, err := p.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
			TypeName: kind.resource, Version: 7, RawState: &tfprotov6.RawState{JSON: state},
		})
		if err != nil || len(refused.Diagnostics) != 1 || refused.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError {
			t.Errorf("%s: state of a version that is not known: %v, %v, want one error", name, refused, err)
		}
	}
}

// TestServer_validatesAnActionOnceMoreWhenItIsInvoked invokes actions with what
// Terraform learned during the apply, and validated only as unknown.
func TestServer_validatesAnActionOnceMoreWhenItIsInvoked(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	p := site.Protocol(t.Context(), t, nil)
	const flow, workbook = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25541", "dd3cd2e7-2ede-49c6-945f-e7b2a2f25542"
	for name, test := range map[string]struct {
		action string
		config acctest.Object
		want   string
	}{
		"no output step": {
			"tableau_run_flow", acctest.Object{"flow_id": flow, "output_steps": []any{}},
			`AttributeName("output_steps"): Invalid Attribute Value: Attribute output_steps set must contain at least 1 elements, got: 0`,
		},
		"null for a value": {
			"tableau_run_flow", acctest.Object{"flow_id": flow, "parameters": acctest.Object{"Region": nil}},
			`AttributeName("parameters").ElementKeyString("Region"): Null in place of a value: parameters["Region"] is null. Leave it out or give it a value.`,
		},
		"workbook and data source": {
			"tableau_refresh_extract", acctest.Object{"workbook_id": workbook, "datasource_id": flow},
			`Invalid Attribute Combination: Exactly one of these attributes must be configured: [workbook_id,datasource_id]`,
		},
		"no schedule": {
			"tableau_set_schedule_state", acctest.Object{"schedule_ids": []any{}, "state": "Active"},
			`AttributeName("schedule_ids"): Invalid Attribute Value: Attribute schedule_ids set must contain at least 1 elements, got: 0`,
		},
		"no state": {
			"tableau_set_schedule_state", acctest.Object{"schedule_ids": []any{flow}},
			`AttributeName("state"): Missing Configuration for Required Attribute`,
		},
		"LUID in capitals": {
			"tableau_set_schedule_state", acctest.Object{"schedule_ids": []any{strings.ToUpper(flow)}, "state": "Active"},
			`must be a LUID in lower case, such as 4d652179-36bf-47e4-a9dc-e069227c72d0 (data sources such as tableau_workbook look LUIDs up by name)`,
		},
	} {
		got := p.Invoke(t.Context(), t, test.action, test.config, nil)
		if len(got.Diagnostics) != 1 || len(got.Progress) > 0 || !strings.Contains(acctest.DescribeDiagnostic(got.Diagnostics[0]), test.want) {
			t.Errorf("%s: it shows %q and says %v, want %s", name, got.Progress, got.Diagnostics, test.want)
		}
	}
	if n := site.Mock.Requests().Total; n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

// TestServer_endsReadsWhenItIsStopped stops the provider while it reads.
func TestServer_endsReadsWhenItIsStopped(t *testing.T) {
	t.Parallel()
	kind := objectsOnSites(1)["schedules"]
	site, p := kind.start(t)
	reading := make(chan struct{})
	site.Mock.Watch(func(at mockserver.Boundary) bool {
		if at.Route == "GET /schedules/{schedule}" && !at.Served {
			close(reading)
			<-at.Gone
		}
		return true
	})
	go func() {
		<-reading
		if _, err := p.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
			t.Error(err)
		}
	}()
	request := &tfprotov6.ReadResourceRequest{TypeName: kind.resource, CurrentState: p.Resource(t, kind.resource, kind.states[0])}
	stopped := readOf(t, p, request)
	if len(stopped.Diagnostics) != 1 || !strings.Contains(stopped.Diagnostics[0].Detail, "context canceled") {
		t.Errorf("got %v, want that it was canceled", stopped.Diagnostics)
	}
	site.Mock.Watch(nil)
	acctest.FailOn(t, readOf(t, p, request).Diagnostics)
}

// TestServer_endsAnActionThatNobodyHears stops listening to an action that says
// more, which must not go on behind the call.
func TestServer_endsAnActionThatNobodyHears(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{Flows: []mockserver.Flow{{ID: prepID, Name: "Prep"}}}})
	p := site.Protocol(t.Context(), t, nil)
	server, is := p.ProviderServer.(tfprotov6.ActionServer)
	if !is {
		t.Fatal("the provider has no actions")
	}
	// A label marks the goroutines of this test.
	pprof.Do(t.Context(), pprof.Labels("test", t.Name()), func(ctx context.Context) {
		stream, err := server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{
			ActionType: "tableau_run_flow", Config: p.Action(t, "tableau_run_flow", acctest.Object{"flow_id": prepID}),
		})
		if err != nil {
			t.Fatal(err)
		}
		for range stream.Events {
			break
		}
	})
	var running strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&running, 1); err != nil {
		t.Fatal(err)
	}
	for stack := range strings.SplitSeq(running.String(), "\n\n") {
		if strings.Contains(stack, t.Name()) && strings.Contains(stack, "(*runAction).Invoke") {
			t.Errorf("the action goes on:\n%s", stack)
		}
	}
}

// Terraform halts at the first line of progress after a stop, and shows no error
// that comes after it.
func TestServer_saysOnceItIsStoppedAnErrorInPlaceOfProgress(t *testing.T) {
	t.Parallel()
	for wait, want := range map[bool]struct{ progress, error string }{
		true:  {error: "Stopped waiting for job"},
		false: {progress: "was started."},
	} {
		site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{Workbooks: []mockserver.Workbook{{ID: salesID, Name: "Sales"}}}})
		p := site.Protocol(t.Context(), t, nil)
		stopped := make(chan struct{})
		site.Mock.Watch(func(at mockserver.Boundary) bool {
			if strings.HasSuffix(at.Route, "/refresh") && at.Served {
				go func() {
					defer close(stopped)
					if _, err := p.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
						t.Error(err)
					}
				}()
				select {
				case <-at.Gone:
				case <-time.After(100 * time.Millisecond): // Of half a second that it is left.
				}
			}
			return true
		})
		got := p.Invoke(t.Context(), t, "tableau_refresh_extract", acctest.Object{"workbook_id": salesID, "wait": wait}, nil)
		<-stopped
		progress, said := strings.Join(got.Progress, "\n"), ""
		for _, d := range got.Diagnostics {
			said += acctest.DescribeDiagnostic(d)
		}
		if !strings.Contains(progress, want.progress) || want.progress == "" && progress != "" || !strings.Contains(said, want.error) || want.error == "" && said != "" {
			t.Errorf("wait = %t: it shows %q and says %q, want %+v", wait, progress, said, want)
		}
	}
}
