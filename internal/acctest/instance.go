package acctest

import (
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Action is what a plan does with a resource.
type Action string

// The actions of a plan.
const (
	NoOp    Action = "no-op"
	Create  Action = "create"
	Update  Action = "update"
	Delete  Action = "delete"
	Replace Action = "replace"
)

// Instance is one resource that is planned and applied in-process as Terraform
// does it, each time with a provider that was started for it: for the many cases
// of which real Terraform shows no more.
type Instance struct {
	site     *Site
	provider Object
	name     string
	kept     kept
}

// kept is what Terraform keeps of a resource.
type kept struct {
	state    *tfprotov6.DynamicValue // nil: there is none
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// Change is the plan of an instance.
type Change struct {
	Action Action
	// Before is the state as it was refreshed, After as it is planned; nil is none.
	Before, After Object
	// Diagnostics are those of all calls, those of an apply too.
	Diagnostics []*tfprotov6.Diagnostic
	// Failed says that there is an error among them.
	Failed bool

	before kept
	after  *tfprotov6.PlanResourceChangeResponse
}

// Attributes are the names of those that change.
func (c Change) Attributes() []string {
	var names []string
	for _, object := range []Object{c.Before, c.After} {
		for name := range object {
			if !reflect.DeepEqual(c.Before[name], c.After[name]) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// Instance is a resource of the site that is not there yet, with further
// attributes of the provider block.
func (s *Site) Instance(name string, provider Object) *Instance {
	return &Instance{site: s, provider: provider, name: name}
}

func (i *Instance) start(t *testing.T) *Protocol {
	t.Helper()
	return i.site.Protocol(t.Context(), t, i.provider)
}

// takeTurn waits until no other instance of the site is signed in, and gives
// what lets the next one.
func (i *Instance) takeTurn() (done func()) {
	i.site.turn.Lock()
	return i.site.turn.Unlock
}

// State is the state as it is kept, nil for none.
func (i *Instance) State(t *testing.T) Object {
	t.Helper()
	return i.decode(t, NewProtocol(t), i.kept.state)
}

// Import imports the resource, and reads it as Terraform then does.
func (i *Instance) Import(t *testing.T, id string) {
	t.Helper()
	defer i.takeTurn()()
	p := i.start(t)
	response, err := p.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: i.name, ID: id})
	if err != nil {
		t.Fatal(err)
	}
	FailOn(t, response.Diagnostics)
	imported := response.ImportedResources[0]
	i.kept = kept{imported.State, imported.Private, imported.Identity}
	FailOn(t, i.refresh(t, p))
}

// Refresh takes over what the site shows.
func (i *Instance) Refresh(t *testing.T) []*tfprotov6.Diagnostic {
	t.Helper()
	defer i.takeTurn()()
	return i.refresh(t, i.start(t))
}

func (i *Instance) refresh(t *testing.T, p *Protocol) []*tfprotov6.Diagnostic {
	t.Helper()
	if i.kept.state == nil {
		return nil
	}
	response, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: i.name, CurrentState: i.kept.state, Private: i.kept.private, CurrentIdentity: i.kept.identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	i.kept = kept{response.NewState, response.Private, response.NewIdentity}
	if i.decode(t, p, response.NewState) == nil {
		i.kept = kept{}
	}
	return response.Diagnostics
}

// Plan refreshes and plans the configuration, and keeps nothing of it; none
// plans to destroy.
func (i *Instance) Plan(t *testing.T, config Object) Change {
	t.Helper()
	defer i.takeTurn()()
	scratch := *i
	return scratch.plan(t, i.start(t), config)
}

func (i *Instance) plan(t *testing.T, p *Protocol, config Object) Change {
	t.Helper()
	var c Change
	if config != nil {
		validated, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: i.name, Config: p.Resource(t, i.name, config)})
		if err != nil {
			t.Fatal(err)
		}
		if c.add(validated.Diagnostics); c.Failed {
			return c
		}
	}
	if c.add(i.refresh(t, p)); c.Failed {
		return c
	}
	c.before, c.Before = i.kept, i.decode(t, p, i.kept.state)
	c.after = i.propose(t, p, c.before, config)
	c.add(c.after.Diagnostics)
	c.After = i.decode(t, p, c.after.PlannedState)
	switch {
	case c.Failed:
		return c
	case c.Before == nil && c.After == nil, reflect.DeepEqual(c.Before, c.After):
		c.Action = NoOp
	case c.Before == nil:
		c.Action = Create
	case c.After == nil:
		c.Action = Delete
	case replaces(c, c.after.RequiresReplace):
		c.Action = Replace
		c.after = i.propose(t, p, kept{}, config)
		c.add(c.after.Diagnostics)
		c.After = i.decode(t, p, c.after.PlannedState)
	default:
		c.Action = Update
	}
	return c
}

// replaces reports whether one of these attributes changes.
func replaces(c Change, attributes []*tftypes.AttributePath) bool {
	changing := c.Attributes()
	return slices.ContainsFunc(attributes, func(path *tftypes.AttributePath) bool {
		name, _ := path.Steps()[0].(tftypes.AttributeName)
		return slices.Contains(changing, string(name))
	})
}

// propose plans from what is kept.
func (i *Instance) propose(t *testing.T, p *Protocol, prior kept, config Object) *tfprotov6.PlanResourceChangeResponse {
	t.Helper()
	before := i.decode(t, p, prior.state)
	response, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: i.name, PriorState: p.Resource(t, i.name, before), PriorPrivate: prior.private, PriorIdentity: prior.identity,
		Config: p.Resource(t, i.name, config), ProposedNewState: p.Resource(t, i.name, i.proposed(p, before, config)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// proposed is the configuration with what the provider computed before.
func (i *Instance) proposed(p *Protocol, prior, config Object) Object {
	if config == nil {
		return nil
	}
	proposed := Object{}
	for _, attribute := range p.schemas.ResourceSchemas[i.name].Block.Attributes {
		proposed[attribute.Name] = config[attribute.Name]
		if attribute.Computed && config[attribute.Name] == nil {
			proposed[attribute.Name] = prior[attribute.Name]
		}
	}
	return proposed
}

// Apply plans the configuration and, if there is no error, applies it; none
// destroys.
func (i *Instance) Apply(t *testing.T, config Object) Change {
	t.Helper()
	defer i.takeTurn()()
	p := i.start(t)
	c := i.plan(t, p, config)
	if c.Failed || c.Action == NoOp {
		return c
	}
	if c.Action == Replace {
		if i.write(t, p, &c, c.before, nil, nil); c.Failed {
			return c
		}
	}
	i.write(t, p, &c, i.kept, c.after, config)
	return c
}

// write makes one step of an apply; none planned deletes.
func (i *Instance) write(t *testing.T, p *Protocol, c *Change, prior kept, planned *tfprotov6.PlanResourceChangeResponse, config Object) {
	t.Helper()
	request := &tfprotov6.ApplyResourceChangeRequest{
		TypeName: i.name, PriorState: p.Resource(t, i.name, i.decode(t, p, prior.state)), Config: p.Resource(t, i.name, config),
		PlannedState: p.Resource(t, i.name, nil), PlannedPrivate: prior.private, PlannedIdentity: prior.identity,
	}
	if planned != nil {
		request.PlannedState, request.PlannedPrivate, request.PlannedIdentity = planned.PlannedState, planned.PlannedPrivate, planned.PlannedIdentity
	}
	response, err := p.ApplyResourceChange(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	c.add(response.Diagnostics)
	i.kept = kept{response.NewState, response.Private, response.NewIdentity}
	state := i.decode(t, p, response.NewState)
	if state == nil {
		i.kept = kept{}
	}
	if !c.Failed {
		keepsItsWord(t, i.decode(t, p, request.PlannedState), state)
	}
}

// keepsItsWord fails the test where Terraform would say that the provider
// produced an inconsistent result after apply.
func keepsItsWord(t *testing.T, planned, state Object) {
	t.Helper()
	c := Change{Before: planned, After: state}
	for _, name := range c.Attributes() {
		if planned[name] != Unknown {
			t.Errorf("%s was planned as %v and became %v", name, planned[name], state[name])
		}
	}
}

func (i *Instance) decode(t *testing.T, p *Protocol, value *tfprotov6.DynamicValue) Object {
	t.Helper()
	return p.DecodeResource(t, i.name, value)
}

func (c *Change) add(diagnostics []*tfprotov6.Diagnostic) {
	c.Diagnostics = append(c.Diagnostics, diagnostics...)
	c.Failed = slices.ContainsFunc(c.Diagnostics, func(d *tfprotov6.Diagnostic) bool {
		return d.Severity == tfprotov6.DiagnosticSeverityError
	})
}
