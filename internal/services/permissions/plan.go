package permissions

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// ModifyPlan refuses what could not be applied, and warns of what the plan does
// not show by itself.
func (r *ruleSetResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !r.connection.Known() {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.planDestruction(ctx, req, &resp.Diagnostics)
		return
	}
	plan, ok := r.decode(ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	prior, exists, unchanged := r.newModel(), !req.State.Raw.IsNull(), req.Plan.Raw.Equal(req.State.Raw)
	if unchanged {
		prior = plan
	} else if exists {
		if prior, ok = r.decode(ctx, req.State, &resp.Diagnostics); !ok {
			return
		}
	}
	if exists && plan.of() != prior.of() {
		framework.Forget(ctx, resp.Private, claimedKey, &resp.Diagnostics) // An earlier run may have left it.
		r.checkLoss(ctx, client, prior, &resp.Diagnostics)
		return // A replacement, which is planned again as a creation.
	}
	if exists {
		framework.Note(ctx, resp.Private, claimedKey, true, &resp.Diagnostics)
	} else if claimed, _ := framework.Noted[bool](ctx, req.Private, claimedKey, &resp.Diagnostics); claimed {
		framework.Shared[claims](r.connection).withdraw(plan.of(), tableau.Grantee{})
	}
	wanted := r.claim(ctx, client, plan, &resp.Diagnostics)
	if exists && plan.shared().sameRules(prior.shared()) {
		lossCheck{r.connection, client, plan.of(), atRules(), &resp.Diagnostics}.stays(ctx, wanted)
		if _, partly := addedTo(ctx, req.Private, &resp.Diagnostics); partly && unchanged {
			warnMadeInPart(&resp.Diagnostics, plan.of().String())
		}
		return
	}
	_, known := plan.content()
	if known {
		checkVersion(ctx, client, plan.of(), path.Root("content_type"), &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() || !plan.shared().known(ctx) {
		return
	}
	seen := prior.shared().written(ctx, &resp.Diagnostics)
	to, ok := plan.shared().resolve(ctx, client, seen, &resp.Diagnostics)
	if !ok {
		return
	}
	before, _ := framework.Noted[meant](ctx, req.Private, meantKey, &resp.Diagnostics)
	if before.refuseOthers(plan.of(), to, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	warnMissing(&resp.Diagnostics, to.missing, plan.shared().written(ctx, &resp.Diagnostics), seen)
	if known && plan.of().ID != "" {
		checkChange(ctx, client, plan, to, slices.Collect(maps.Keys(seen)), &resp.Diagnostics)
	}
}

// checkChange looks at the rules that a plan changes. inState are the grantees
// whose rules the plan shows.
func checkChange(ctx context.Context, client *tableau.Client, plan model, to resolved, inState []string, diags *diag.Diagnostics) {
	now, err := client.Permissions().Read(ctx, plan.of())
	if err != nil {
		addUnreadable(diags, plan.of(), plan.holder(), err)
		return
	}
	checkPlan(ctx, client, planned{
		of: plan.of(), at: atRules(), item: plan.holder(), now: now, wanted: to.afterwards(now), forms: to.forms(),
	}, diags)
	if diags.HasError() {
		return
	}
	shown, err := formsOf(ctx, client, inState)
	if err != nil {
		framework.AddError(diags, "look up the grantees", err)
		return
	}
	to.warnKept(plan.of(), shown, diags)
	to.warnRemoved(ctx, client, plan.of(), now, shown, diags)
}

// claim enters what the block owns, also where it stays as it is, and gives its rules: nil while they are not known.
func (r *ruleSetResource) claim(ctx context.Context, client *tableau.Client, plan model, diags *diag.Diagnostics) tableau.Rules {
	if _, known := plan.content(); !known || plan.of().ID == "" || !framework.FullyKnown(ctx, plan.shared().IgnoreGrantees) {
		return nil
	}
	var to resolved
	var ok bool
	var reportedOnceChanged diag.Diagnostics
	if plan.shared().known(ctx) {
		to, ok = plan.shared().resolve(ctx, client, nil, &reportedOnceChanged)
	} else {
		ok = to.leaveAlone(ctx, client, plan.shared().ignored(), &reportedOnceChanged)
	}
	if !ok {
		return nil
	}
	claimAll(r.connection, plan.of(), to.wanted, to.ignored, plan.holder(), diags)
	return to.wanted
}

func (s *settings) sameRules(other *settings) bool {
	return s.Rules.Equal(other.Rules) && s.IgnoreGrantees.Equal(other.IgnoreGrantees)
}

// afterwards are all rules that there will be, those of ignored grantees included.
func (to resolved) afterwards(now tableau.RuleSet) tableau.Rules {
	all := to.wanted.Clone()
	for grantee, capabilities := range now.Rules {
		if to.ignored.name(grantee) {
			all[grantee] = maps.Clone(capabilities)
		}
	}
	return all
}

// forms are how the configuration writes all grantees that it names.
func (to resolved) forms() forms {
	all := maps.Clone(to.named)
	maps.Copy(all, to.ignored)
	return all
}

// addUnreadable reports, at the path of what has them, that the rules to be changed could not be read.
func addUnreadable(diags *diag.Diagnostics, of tableau.RulesOf, item path.Path, err error) {
	if !tableau.IsNotFound(err) {
		framework.AddError(diags, "read "+of.String(), err)
		return
	}
	holder, _ := tableau.ContentTypeNamed(of.ContentType)
	diags.AddAttributeError(item, "There is no such "+holder.Label, fmt.Sprintf(
		"The site shows no %s with the id %s to the signed-in user. Check that the id is that of a %s, and that the provider is signed in to the right site.",
		holder.Label, of.ID, holder.Label))
}

// warnMissing warns of ignored grantees that mean nobody, and of who loses rules because
// an ignored grantee was renamed. seen are the rules that state shows.
func warnMissing(diags *diag.Diagnostics, missing []string, named, seen rules) {
	for _, text := range missing {
		detail := fmt.Sprintf("The site has no such grantee as %q, or the signed-in user may not see it: there is nothing to ignore.", text)
		if others := named.newNames(text, seen); others != "" {
			detail += fmt.Sprintf(" State shows %s, which the configuration does not name and which therefore loses its rules; "+
				"if it was renamed, write that.", others)
		}
		diags.AddAttributeWarning(atIgnored(text), fmt.Sprintf("Unknown grantee %q", text), detail)
	}
}

// warnKept warns of rules that leave state because they are ignored from now on:
// the plan shows them as removed. shown are the grantees in state.
func (to resolved) warnKept(of tableau.RulesOf, shown forms, diags *diag.Diagnostics) {
	var kept []string
	for grantee, text := range to.ignored {
		if shown.name(grantee) {
			kept = append(kept, text)
		}
	}
	if len(kept) == 0 {
		return
	}
	slices.Sort(kept)
	diags.AddAttributeWarning(path.Root("ignore_grantees"), fmt.Sprintf("Ignored %s stay in Tableau", of), fmt.Sprintf(
		"The plan takes the rules of %s out of state, because they are ignored now. Tableau keeps them.", strings.Join(kept, ", ")))
}

// warnRemoved warns of rules that will be removed, or give way to their opposite, although
// no plan shows that they are there, for their grantees are not in state.
func (to resolved) warnRemoved(
	ctx context.Context, client *tableau.Client, of tableau.RulesOf, now tableau.RuleSet, shown forms, diags *diag.Diagnostics,
) {
	var removed []string
	for grantee, capabilities := range now.Rules {
		if shown.name(grantee) || to.ignored.name(grantee) {
			continue
		}
		lost := losses(capabilities, to.wanted[grantee])
		if len(lost) == 0 {
			continue
		}
		text, err := to.named.of(ctx, client, grantee)
		if err != nil {
			framework.AddError(diags, "name the grantees of the rules that are there now", err)
			return
		}
		removed = append(removed, fmt.Sprintf("  - %s: %s", text, strings.Join(lost, ", ")))
	}
	if len(removed) == 0 {
		return
	}
	slices.Sort(removed)
	diags.AddAttributeWarning(atRules(), fmt.Sprintf("More %s will go", of), fmt.Sprintf(
		"Tableau has rules that are not in state, so that the plan does not show that they go:\n\n%s\n\n"+
			"To keep them, add them to rules, or their grantees to ignore_grantees.", strings.Join(removed, "\n")))
}

// losses lists what a grantee has and will not have any more, and what it becomes where it
// gives way to its opposite.
func losses(now, wanted map[string]string) []string {
	var lost []string
	for _, capability := range slices.Sorted(maps.Keys(now)) {
		mode, next := now[capability], wanted[capability]
		switch next {
		case mode:
		case "":
			lost = append(lost, fmt.Sprintf("%s = %q", capability, mode))
		default:
			lost = append(lost, fmt.Sprintf("%s = %q (becomes %q)", capability, mode, next))
		}
	}
	return lost
}
