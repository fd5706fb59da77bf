package permissions

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// ruleSetResource is what the resources that own a whole rule set have in common.
type ruleSetResource struct {
	connection *framework.Connection
	// newModel gives an empty model of the resource.
	newModel func() model
}

func (r *ruleSetResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (r *ruleSetResource) decode(ctx context.Context, source framework.Source, diags *diag.Diagnostics) (decoded model, ok bool) {
	decoded = r.newModel()
	ok = framework.DecodeInto(ctx, source, decoded, diags)
	if _, isState := source.(tfsdk.State); isState && ok {
		// Without a type, default permissions would be taken for those of the project itself.
		if _, ok = decoded.content(); !ok {
			diags.AddError("State of another provider", fmt.Sprintf(
				"State has %s without a content type that this provider knows, as if another provider had written it. Nothing was sent. "+
					"Take it out of state with terraform state rm, and import it anew.", decoded.of()))
		}
	}
	return decoded, ok
}

func (r *ruleSetResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, ok := r.decode(ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	client, to, ok := r.prepare(ctx, plan, rules{}, &resp.Diagnostics)
	if !ok {
		return
	}
	applied := applyAll(r.connection, plan.of(), to)
	defer func() {
		applied.settle(func(tableau.Grantee) bool { return !resp.Diagnostics.HasError() })
	}()
	written, err := client.Permissions().Replace(ctx, plan.of(), to.wanted, to.leftAlone())
	if err = warnNotReadBack(&resp.Diagnostics, plan.of(), err); err != nil {
		ruleSetWriting(plan, to.named).addError(ctx, client, &resp.Diagnostics, written, err)
		if written.After.Rules = written.Added(); len(written.After.Rules) == 0 {
			return // Nothing was made that a later destruction would have to take back.
		}
		keepAdded(ctx, resp.Private, withLUIDs(written.After.Rules), &resp.Diagnostics)
		plan.shared().showAfterFailure(ctx, client, written.After, to.named, &resp.Diagnostics)
	}
	ruleSetWriting(plan, to.named).warnOfOwners(&resp.Diagnostics, written)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	keepMeant(ctx, client, plan.shared(), resp.Private, &resp.Diagnostics)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, plan, resp.Identity, plan.identity())
}

func (r *ruleSetResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state, ok := r.decode(ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	before := state.clone()
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	if gone := retired(ctx, client, state.of()); gone != "" && !state.shared().Rules.IsNull() { // An import has no rules to keep.
		resp.Diagnostics.AddAttributeWarning(path.Root("content_type"), notInThisVersion, gone+
			" State keeps the rules as they were. Take the block out of the configuration: its destruction revokes nothing.")
		return
	}
	found, err := client.Permissions().Read(ctx, state.of())
	if tableau.IsNotFound(err) {
		framework.Gone(ctx, client, resp, state.identity(), state.shared().Rules.IsNull())
		return
	}
	if added, partly := addedTo(ctx, req.Private, &resp.Diagnostics); partly && err == nil {
		var own tableau.Rules
		own, _, err = added.identified(ctx, client)
		found.Rules = inBoth(found.Rules, own)
	}
	if err == nil {
		err = state.shared().show(ctx, client, found, client.Permissions().OwnerOf, nil, &resp.Diagnostics)
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read "+state.of().String(), err)
		return
	}
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	keepMeant(ctx, client, state.shared(), resp.Private, &resp.Diagnostics)
	framework.Refresh(ctx, resp, before, state, state.identity())
}

// Update leads to the plan, and sends nothing but a read where the rules are
// there already, and nothing at all where none is planned to change.
func (r *ruleSetResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, ok := r.decode(ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	state, ok := r.decode(ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	if plan.shared().sameRules(state.shared()) {
		// The plan shows no change of a rule, so that none is made, whatever Tableau has now.
		framework.Forget(ctx, resp.Private, addedKey, &resp.Diagnostics)
		framework.Publish(ctx, &resp.Diagnostics, &resp.State, plan, resp.Identity, plan.identity())
		return
	}
	seen := state.shared().written(ctx, &resp.Diagnostics)
	client, to, ok := r.prepare(ctx, plan, seen, &resp.Diagnostics)
	if !ok {
		return
	}
	ignoredBefore, ignoredError := formsOf(ctx, client, state.shared().ignored())
	spared, err := to.spared(ctx, client, seen, ignoredBefore)
	if err = errors.Join(err, ignoredError); err != nil {
		framework.AddError(&resp.Diagnostics, "look up the grantees", err)
		return
	}
	applied := applyAll(r.connection, plan.of(), to)
	defer func() {
		applied.settle(func(grantee tableau.Grantee) bool {
			return !resp.Diagnostics.HasError() || !ignoredBefore.name(grantee)
		})
	}()
	written, err := client.Permissions().Replace(ctx, plan.of(), to.wanted, spared)
	if err = warnNotReadBack(&resp.Diagnostics, plan.of(), err); err != nil {
		ruleSetWriting(plan, to.named).addError(ctx, client, &resp.Diagnostics, written, err)
		if !written.Read {
			return
		}
		// What else was to change stays for the next plan.
		state.shared().showAfterFailure(ctx, client, written.After, to.named, &resp.Diagnostics)
		plan = state
	}
	ruleSetWriting(plan, to.named).warnOfOwners(&resp.Diagnostics, written)
	keepMeant(ctx, client, plan.shared(), resp.Private, &resp.Diagnostics)
	framework.Forget(ctx, resp.Private, addedKey, &resp.Diagnostics)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, plan, resp.Identity, plan.identity())
}

// prepare gives what a write needs. ok is false when that failed, which is then reported.
func (r *ruleSetResource) prepare(
	ctx context.Context, plan model, seen rules, diags *diag.Diagnostics,
) (client *tableau.Client, to resolved, ok bool) {
	if !plan.shared().known(ctx) {
		diags.AddAttributeError(atRules(), "Unknown value", "This is a bug in Terraform or the provider: the rules are not known although they are to be written now.")
	}
	if diags.HasError() {
		return nil, resolved{}, false
	}
	if client = r.connection.Client(diags); client == nil {
		return nil, resolved{}, false
	}
	to, ok = plan.shared().resolve(ctx, client, seen, diags)
	return client, to, ok
}

func (r *ruleSetResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, ok := r.decode(ctx, req.State, &resp.Diagnostics)
	if !ok || state.shared().OnDestroy.ValueString() == onDestroyKeep {
		return
	}
	own, partly := addedTo(ctx, req.Private, &resp.Diagnostics)
	before, _ := framework.Noted[meant](ctx, req.Private, meantKey, &resp.Diagnostics)
	if !partly {
		own = state.shared().written(ctx, &resp.Diagnostics)
		keepAdded(ctx, resp.Private, before.withLUIDs(own), &resp.Diagnostics) // It may be tainted, and this may fail before it knows more.
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil || resp.Diagnostics.HasError() || framework.IsOfAnotherSite(ctx, client, resp.Private, &resp.Diagnostics) {
		return
	}
	if gone := retired(ctx, client, state.of()); gone != "" {
		warnNotRevoked(&resp.Diagnostics, state.of(), gone)
		return
	}
	revoked, named, err := own.identified(ctx, client)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "look up the grantees", err)
		return
	}
	before.correct(own, revoked, named)
	revoke := client.Permissions().Revoke
	if len(state.shared().ignored()) > 0 {
		revoke = client.Permissions().RevokeOf // Others have rules to look after.
	}
	kept := keptByOthers(r.connection, state.of())
	written, err := revoke(ctx, state.of(), revoked, kept)
	lock := lockRefusal(ctx, client, state.of(), written.Before, err)
	remaining := func() tableau.RuleSet {
		after := written.After
		after.Rules = notHandedOver(ctx, r.connection, state.of(), inBoth(rulesLeft(written, err), revoked))
		return after
	}
	ofNobody := isAny(err, aboutGrantees) && !written.Unseen
	switch {
	case tableau.IsNotFound(err):
	case lock != "":
		warnLocked(&resp.Diagnostics, state.of(), lock)
	case err == nil, ofNobody:
		if ofNobody {
			warnOfNobodys(&resp.Diagnostics, state.of(), "a user or group")
		}
		left := r.reportLeftBehind(ctx, client, state, own, named, written.After.Rules, &resp.Diagnostics)
		waiting := remaining()
		maps.DeleteFunc(waiting.Rules, func(grantee tableau.Grantee, _ map[string]string) bool { return !kept(grantee) })
		if len(waiting.Rules) > 0 {
			addNotHandedOver(&resp.Diagnostics, state.of(), waiting.Rules, named)
		}
		if len(left)+len(waiting.Rules) > 0 {
			r.keepRemaining(ctx, client, state, waiting, left, named, resp)
		}
	default:
		ruleSetWriting(state, named).addError(ctx, client, &resp.Diagnostics, written, err)
		if written.Read {
			r.keepRemaining(ctx, client, state, remaining(), own.ofNobody(named), named, resp)
		}
	}
}

// reportLeftBehind gives the rules that a destruction could not take away because nobody could be found whose they are.
func (r *ruleSetResource) reportLeftBehind(
	ctx context.Context, client *tableau.Client, state model, own rules, named forms, there tableau.Rules, diags *diag.Diagnostics,
) (left rules) {
	if len(named) == len(own) {
		return nil
	}
	ignored, err := formsOf(ctx, client, state.shared().ignored())
	if err != nil {
		framework.AddError(diags, "look up the ignored grantees", err)
	}
	kept := keptByOthers(r.connection, state.of())
	left, others := own.leftBehind(named, there, func(grantee tableau.Grantee) bool { return ignored.name(grantee) || kept(grantee) })
	if len(left) == 0 {
		return nil
	}
	texts := make([]string, len(others))
	for i, other := range others {
		if texts[i], err = show(ctx, client, other); err != nil {
			texts[i] = written{other.Kind, other.ID}.String()
		}
	}
	addLeftBehind(diags, state.of(), left, texts)
	return left
}

// keepRemaining makes state show, from now on, what a destruction has still to take away. left are
// rules of grantees who could not be found.
func (r *ruleSetResource) keepRemaining(
	ctx context.Context, client *tableau.Client, state model, remaining tableau.RuleSet, left rules, named forms, resp *resource.DeleteResponse,
) {
	added := withLUIDs(remaining.Rules)
	maps.Copy(added, left)
	keepAdded(ctx, resp.Private, added, &resp.Diagnostics)
	state.shared().showAfterFailure(ctx, client, remaining, named, &resp.Diagnostics)
	if len(left) > 0 {
		shown := state.shared().written(ctx, &resp.Diagnostics)
		maps.Copy(shown, left)
		state.shared().Rules = shown.value()
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
