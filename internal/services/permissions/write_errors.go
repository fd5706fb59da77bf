package permissions

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// Codes by what the service finds fault with (REST API reference: Add Workbook
// Permissions, Add Default Permissions, Add Table Permissions).
var (
	aboutCapabilities = []tableau.Code{"400009", "404013"}
	aboutGrantees     = []tableau.Code{"404002", "404012"}
	aboutProjectLocks = []tableau.Code{"403039"}
	// Nothing but these codes tells that a database locks a table, for the service does not show which database a table is in.
	aboutDatabaseLocks = []tableau.Code{"403114", "403117"}
)

func isAny(err error, codes []tableau.Code) bool {
	return slices.ContainsFunc(codes, func(code tableau.Code) bool { return errors.Is(err, code) })
}

// writing is what a failed write is reported with.
type writing struct {
	of    tableau.RulesOf
	named forms
	// capabilities, grantees and holder are where a configuration says what it may be about.
	capabilities, grantees, holder path.Path
	// ofGone is what to do where the grantees are gone, if anything.
	ofGone string
}

// ruleSetWriting is that of the resources that own a whole rule set.
func ruleSetWriting(plan model, named forms) writing {
	return writing{of: plan.of(), named: named, capabilities: atRules(), grantees: atRules(), holder: plan.holder(), ofGone: "\n\n" +
		"Where Tableau shows rules of grantees who are gone, and does not let them be removed, add them to ignore_grantees."}
}

// addError reports a failed write at the attribute that it is about, and what it left behind.
func (w writing) addError(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics, left tableau.Written, err error) {
	var notKept *tableau.NotKeptError
	if errors.As(err, &notKept) {
		addNotKept(diags, w.capabilities, notKept, w.named)
		return
	}
	if cause := notReadBack(err); cause != nil {
		diags.AddError("Permissions not read back", fmt.Sprintf(
			"Tableau accepted that the %s were revoked. Whether they are gone could not be read: %s. State keeps them: apply again, and what is left is revoked.",
			w.of, cause))
		return
	}
	failed, locked := writeError(ctx, client, w.of, left, err)
	switch {
	case isAny(err, aboutCapabilities):
		failed = diag.WithPath(w.capabilities, failed)
	case isAny(err, aboutGrantees):
		failed = diag.WithPath(w.grantees, diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+w.ofGone))
	case tableau.IsNotFound(err), locked:
		failed = diag.WithPath(w.holder, failed)
	}
	diags.Append(failed)
}

// writeError says why a write failed and what it left behind. locked is set where the rules
// are not the item's own.
func writeError(
	ctx context.Context, client *tableau.Client, of tableau.RulesOf, left tableau.Written, err error,
) (failed diag.Diagnostic, locked bool) {
	doing := "write " + of.String()
	failed = framework.ErrorDiagnostic(doing, err)
	lock := lockRefusal(ctx, client, of, left.Before, err)
	if lock != "" {
		failed = framework.AdvisedDiagnostic(doing, err, fmt.Sprintf("The %s are not its own now. %s "+
			"Manage what is in force instead, or undo that in Tableau and apply again. %s", of, lock, howToForget))
	}
	if left.Read {
		failed = diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+"\n\n"+afterFailure(left, err))
	}
	return failed, lock != "" || isAnothers(of, left.Before)
}

// afterFailure says what a write that stopped on its way left behind.
func afterFailure(left tableau.Written, err error) string {
	switch {
	case tableau.IsUncertain(err):
		return "Whether the last call had its effect is not known: the next plan shows the rules that are there, and the next apply does the rest."
	case left.After.Rules.Equal(left.Before.Rules):
		return "The rules are as they were. The next apply tries again."
	}
	return "A part of the change was made, and state shows it. No rule was lost that was there before and is to stay. The next apply does the rest."
}

// notReadBack is why rules could not be read after a write whose calls all went well; nil for anything else.
func notReadBack(err error) error {
	var unread *tableau.NotReadBackError
	if !errors.As(err, &unread) {
		return nil
	}
	return unread.Cause
}

// warnNotReadBack gives the error of a write of new rules, but where they only could not be read back
// warns of that: an error would make Terraform replace what was made, and people lose access meanwhile.
func warnNotReadBack(diags *diag.Diagnostics, of tableau.RulesOf, err error) error {
	cause := notReadBack(err)
	if cause == nil {
		return err
	}
	diags.AddWarning("Permissions not read back", fmt.Sprintf(
		"Tableau accepted the new %s. Whether it kept all of them could not be read: %s. The next plan shows it.", of, cause))
	return nil
}

// rulesLeft are the rules that may be there after a destruction. Those of which nobody could see that
// they are gone may: once state has lost them, no plan would show them.
func rulesLeft(left tableau.Written, err error) tableau.Rules {
	if notReadBack(err) != nil {
		return left.Before.Rules
	}
	return left.After.Rules
}

// addNotKept reports rules that the service accepted and then shows otherwise.
func addNotKept(diags *diag.Diagnostics, at path.Path, notKept *tableau.NotKeptError, named forms) {
	diags.AddAttributeError(at, "Tableau kept other rules", fmt.Sprintf(
		"Tableau accepted the new %s without an error, and shows others:\n\n%s\n\n"+
			"Plan again: somebody may have changed them at the same time, or this Tableau does not have the capability for such content.",
		notKept.Of, listOf(notKept.Differences, named)))
}

// listOf is a line for each difference.
func listOf(differences []tableau.Difference, named forms) string {
	lines := make([]string, len(differences))
	for i, difference := range differences {
		grantee, isNamed := named[difference.Grantee]
		if !isNamed {
			grantee = written{difference.Grantee.Kind, difference.Grantee.ID}.String()
		}
		lines[i] = fmt.Sprintf("  - %s of %q: %s was asked for, %s is there",
			difference.Capability, grantee, modeOrNone(difference.Wanted), modeOrNone(difference.Shown))
	}
	return strings.Join(lines, "\n")
}

// warnOfOwners reports rules that are missing, as those of the owner may, where nobody can say who the owner is.
func (w writing) warnOfOwners(diags *diag.Diagnostics, left tableau.Written) {
	if len(left.OwnersPerhaps) == 0 {
		return
	}
	diags.AddAttributeWarning(w.capabilities, "Rules are not shown", fmt.Sprintf(
		"Tableau accepted the new %s without an error, and does not show these:\n\n%s\n\n"+
			"The owner may do everything, and Tableau need not keep rules that say so. It does not show this provider's user who the owner is. "+
			"If it is this user, take them out of the configuration: they change nothing. If not, plan again: somebody may have taken them away at the "+
			"same time, or this Tableau does not have the capability for such content.",
		w.of, listOf(left.OwnersPerhaps, w.named)))
}

func modeOrNone(mode string) string {
	if mode == "" {
		return "no rule"
	}
	return mode
}

// showAfterFailure makes state show what a failed write left behind.
func (s *settings) showAfterFailure(ctx context.Context, client *tableau.Client, left tableau.RuleSet, besides forms, diags *diag.Diagnostics) {
	// What broke the write would break another request, without which state would claim what was planned.
	named := func(_ context.Context, set tableau.RuleSet) (string, error) { return set.OwnerID, nil }
	if err := s.show(ctx, client, left, named, besides, diags); err != nil {
		framework.AddError(diags, "name the grantees of the rules that are there now", err)
	}
}

// warnOfNobodys says that rules stay which hold for nobody.
func warnOfNobodys(diags *diag.Diagnostics, of tableau.RulesOf, who string) {
	diags.AddWarning(fmt.Sprintf("Rules of nobody stay in the %s", of), fmt.Sprintf(
		"Tableau shows rules of %s that is gone in the %s, and does not let them be taken away. They allow and deny nobody anything.", who, of))
}

// addLeftBehind reports rules that could not be taken away, for nobody could be found whose they are.
func addLeftBehind(diags *diag.Diagnostics, of tableau.RulesOf, left rules, others []string) {
	slices.Sort(others)
	diags.AddError("Rules may be left behind", fmt.Sprintf(
		"Tableau does not show who %s is, and has such rules of %s in the %s. All others were taken away; state keeps these. "+
			"If that is the same under another name, take its rules away in Tableau and apply again. "+
			"If not, there is nothing left to take away: let Terraform forget the block with terraform state rm ADDRESS.",
		strings.Join(slices.Sorted(maps.Keys(left)), ", "), strings.Join(slices.Compact(others), ", "), of))
}

// addNotHandedOver reports rules that a destruction left for another block, which failed to set them.
func addNotHandedOver(diags *diag.Diagnostics, of tableau.RulesOf, left tableau.Rules, named forms) {
	who := make([]string, 0, len(left))
	for grantee := range left {
		who = append(who, named[grantee])
	}
	slices.Sort(who)
	diags.AddError("Permissions wait for another block", fmt.Sprintf(
		"This run was to destroy a block with rules of %s in the %s, and to manage these with another one, which did not succeed. So that nobody loses "+
			"them they were left in Tableau, and state keeps them here. Apply again once the other block can be applied.", strings.Join(who, ", "), of))
}
