package acctest

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Invoked is what an action showed.
type Invoked struct {
	// Progress are its lines of progress.
	Progress []string
	// Diagnostics are what it ended with.
	Diagnostics []*tfprotov6.Diagnostic
}

// Invoke invokes an action in-process. Each line of progress is given to
// watch, where there is one, while the action goes on.
func (p *Protocol) Invoke(ctx context.Context, t *testing.T, name string, config Object, watch func(line string)) Invoked {
	t.Helper()
	stream, err := p.actions(t).InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: name, Config: p.Action(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	var invoked Invoked
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			invoked.Progress = append(invoked.Progress, event.Message)
			if watch != nil {
				watch(event.Message)
			}
		case tfprotov6.CompletedInvokeActionEventType:
			invoked.Diagnostics = event.Diagnostics
		}
	}
	return invoked
}

// ValidateAction gives what the provider says of an action's configuration.
func (p *Protocol) ValidateAction(t *testing.T, name string, config Object) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := p.actions(t).ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: p.Action(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}

// PlanAction gives what the provider says of an action while Terraform plans.
func (p *Protocol) PlanAction(t *testing.T, name string, config Object) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := p.actions(t).PlanAction(t.Context(), &tfprotov6.PlanActionRequest{ActionType: name, Config: p.Action(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}

// Action encodes an object as the configuration of an action.
func (p *Protocol) Action(t *testing.T, name string, value Object) *tfprotov6.DynamicValue {
	t.Helper()
	action := p.schemas.ActionSchemas[name]
	if action == nil {
		t.Fatalf("the provider has no action %s", name)
	}
	return encode(t, action.Schema, value)
}

func (p *Protocol) actions(t *testing.T) tfprotov6.ActionServer {
	t.Helper()
	server, ok := p.ProviderServer.(tfprotov6.ActionServer)
	if !ok {
		t.Fatal("the provider has no actions")
	}
	return server
}
