package acctest

import (
	"context"
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
	// tainted is a resource whose creation failed: it is replaced.
	tainted bool
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
	config Object
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

// Untaint keeps what a failed creation made from being replaced.
func (i *Instance) Untaint() { i.kept.tainted = false }

// Import imports the resource, and reads it as Terraform then does.
func (i *Instance) Import(t *testing.T, id string) {
	t.Helper()
	defer i.takeTurn()()
	FailOn(t, i.adopt(t.Context(), t, i.start(t), id))
}

// adopt keeps what is imported, unless it cannot be read.
func (i *Instance) adopt(ctx context.Context, t *testing.T, p *Protocol, id string) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := p.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: i.name, ID: id})
	if err != nil {
		t.Fatal(err)
	}
	c := Change{}
	if c.add(response.Diagnostics); c.Failed {
		return c.Diagnostics
	}
	imported := response.ImportedResources[0]
	i.kept = kept{state: imported.State, private: imported.Private, identity: imported.Identity}
	if c.add(i.refresh(ctx, t, p)); c.Failed {
		i.kept = kept{}
	}
	return c.Diagnostics
}

// Refresh takes over what the site shows.
func (i *Instance) Refresh(t *testing.T) []*tfprotov6.Diagnostic {
	t.Helper()
	defer i.takeTurn()()
	return i.refresh(t.Context(), t, i.start(t))
}

func (i *Instance) refresh(ctx context.Context, t *testing.T, p *Protocol) []*tfprotov6.Diagnostic {
	t.Helper()
	if i.kept.state == nil {
		return nil
	}
	response, err := p.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: i.name, CurrentState: i.kept.state, Private: i.kept.private, CurrentIdentity: i.kept.identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	i.kept = kept{response.NewState, response.Private, response.NewIdentity, i.kept.tainted}
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
	return scratch.plan(t.Context(), t, i.start(t), config)
}

func (i *Instance) plan(ctx context.Context, t *testing.T, p *Protocol, config Object) Change {
	t.Helper()
	c := Change{config: config}
	if config != nil {
		validated, err := p.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: i.name, Config: p.Resource(t, i.name, config)})
		if err != nil {
			t.Fatal(err)
		}
		if c.add(validated.Diagnostics); c.Failed {
			return c
		}
	}
	if c.add(i.refresh(ctx, t, p)); c.Failed {
		return c
	}
	i.decide(ctx, t, p, &c)
	return c
}

// decide plans from what is kept, without a refresh. What is tainted is planned
// like something new. The second plan of a replacement has what the first one
// left beside the state.
func (i *Instance) decide(ctx context.Context, t *testing.T, p *Protocol, c *Change) {
	t.Helper()
	c.before, c.Before = i.kept, i.decode(t, p, i.kept.state)
	tainted := i.kept.tainted && c.config != nil
	prior := i.kept
	if tainted {
		prior = kept{}
	}
	c.after = i.propose(ctx, t, p, prior, c.config)
	c.add(c.after.Diagnostics)
	c.After = i.decode(t, p, c.after.PlannedState)
	switch {
	case c.Failed:
		return
	case c.Before == nil && c.After == nil:
		c.Action = NoOp
	case c.Before == nil:
		c.Action = Create
	case c.After == nil:
		c.Action = Delete
	case tainted:
		c.Action = Replace
	case reflect.DeepEqual(c.Before, c.After):
		c.Action = NoOp
	case replaces(*c, c.after.RequiresReplace):
		c.Action = Replace
		c.after = i.propose(ctx, t, p, kept{private: c.after.PlannedPrivate, identity: c.after.PlannedIdentity}, c.config)
		c.add(c.after.Diagnostics)
		c.After = i.decode(t, p, c.after.PlannedState)
	default:
		c.Action = Update
	}
	if c.config != nil && !c.Failed {
		i.obeys(t, p, *c)
	}
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
func (i *Instance) propose(ctx context.Context, t *testing.T, p *Protocol, prior kept, config Object) *tfprotov6.PlanResourceChangeResponse {
	t.Helper()
	before := i.decode(t, p, prior.state)
	response, err := p.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
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
	c := i.plan(t.Context(), t, p, config)
	if c.Failed || c.Action == NoOp {
		return c
	}
	if c.Action == Replace || c.Action == Delete {
		if i.destroy(t.Context(), t, p, &c); c.Failed || c.Action == Delete {
			return c
		}
	}
	i.write(t.Context(), t, p, &c)
	return c
}

// destroy makes the deletion of a planned change, alone or before a creation. The
// provider is given the private state of the plan, also that of a creation.
func (i *Instance) destroy(ctx context.Context, t *testing.T, p *Protocol, c *Change) {
	t.Helper()
	i.apply(ctx, t, p, c, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: i.name, PriorState: i.kept.state, Config: p.Resource(t, i.name, nil),
		PlannedState: p.Resource(t, i.name, nil), PlannedPrivate: c.after.PlannedPrivate, PlannedIdentity: i.kept.identity,
	})
}

// write makes the creation or the update of a planned change.
func (i *Instance) write(ctx context.Context, t *testing.T, p *Protocol, c *Change) {
	t.Helper()
	creates := i.kept.state == nil
	i.apply(ctx, t, p, c, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: i.name, PriorState: p.Resource(t, i.name, i.decode(t, p, i.kept.state)), Config: p.Resource(t, i.name, c.config),
		PlannedState: c.after.PlannedState, PlannedPrivate: c.after.PlannedPrivate, PlannedIdentity: c.after.PlannedIdentity,
	})
	i.kept.tainted = creates && c.Failed && i.kept.state != nil
}

// apply makes one step of an apply. Terraform keeps what it had where the
// provider fails and gives nothing.
func (i *Instance) apply(ctx context.Context, t *testing.T, p *Protocol, c *Change, request *tfprotov6.ApplyResourceChangeRequest) {
	t.Helper()
	response, err := p.ApplyResourceChange(ctx, request)
	if err != nil {
		t.Fatal(err)
	}
	c.add(response.Diagnostics)
	state := i.decode(t, p, response.NewState)
	switch {
	case state != nil:
		i.kept = kept{response.NewState, response.Private, response.NewIdentity, i.kept.tainted}
	case !c.Failed:
		i.kept = kept{}
	}
	if !c.Failed {
		keepsItsWord(t, i.decode(t, p, request.PlannedState), state)
	}
}

// obeys fails the test where Terraform would say that the provider planned
// another value than is configured, which it may for what state had already.
func (i *Instance) obeys(t *testing.T, p *Protocol, c Change) {
	t.Helper()
	config := i.decode(t, p, p.Resource(t, i.name, c.config))
	for name, wanted := range config {
		if !agrees(wanted, c.After[name], c.Before[name]) {
			t.Errorf("%s is configured as %v and was planned as %v", name, wanted, c.After[name])
		}
	}
}

// agrees reports whether a planned value is the configured one, as far as that
// is given, or, whole or in part, the one before: the rest is computed.
func agrees(configured, planned, before any) bool {
	if before != nil && reflect.DeepEqual(before, planned) {
		return true
	}
	wanted, isObject := configured.(Object)
	found, alsoObject := planned.(Object)
	if !isObject || !alsoObject {
		return reflect.DeepEqual(configured, planned)
	}
	was, _ := before.(Object) // nil where it was none
	for name, member := range wanted {
		if !agrees(member, found[name], was[name]) {
			return false
		}
	}
	return true
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
