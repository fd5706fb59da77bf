package permissions

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// lockedBy is the project whose lock decides about rules, "" where they are the item's
// own. Rules of content name it; those of a project need not, but the list of projects does.
func lockedBy(ctx context.Context, client *tableau.Client, of tableau.RulesOf, set tableau.RuleSet) (string, error) {
	switch {
	case isAnothers(of, set):
		return set.LockedBy, nil
	case of.ContentType != typeProject:
		return "", nil
	}
	tree, err := client.Projects().Tree(ctx)
	if err != nil {
		return "", err
	}
	project, _ := tree.Get(of.ID)
	return controlling(project), nil
}

// isAnothers reports that rules name a project whose lock decides about them. One that
// locks what is in it decides about its own.
func isAnothers(of tableau.RulesOf, set tableau.RuleSet) bool {
	return set.LockedBy != "" && set.LockedBy != of.ID
}

// lockRefusal is why a write was refused, if that is a lock or the tabs of a workbook: a
// sentence that says whose rules are in force. It is "" for any other failure.
func lockRefusal(ctx context.Context, client *tableau.Client, of tableau.RulesOf, before tableau.RuleSet, err error) string {
	var refused *tableau.Error
	if !errors.As(err, &refused) || refused.Status != http.StatusForbidden || refused.Code == "" {
		return ""
	}
	if isAny(err, aboutDatabaseLocks) {
		return "The database locks the permissions of its tables, so that they are as it gives them."
	}
	const locks = " locks them, so that the rules in force are those of its default permissions."
	if by, lookup := lockedBy(ctx, client, of, before); lookup == nil && by != "" {
		return "Project " + by + locks
	}
	if _, workbook, tabbed := asTab(ctx, client, of); tabbed {
		return "Workbook " + workbook.ID + " shows its views as tabs, so that its own rules are in force."
	}
	if isAny(err, aboutProjectLocks) {
		return "A project" + locks
	}
	return ""
}

// warnLocked says that there was nothing to revoke.
func warnLocked(diags *diag.Diagnostics, of tableau.RulesOf, refusal string) {
	warnNotRevoked(diags, of, fmt.Sprintf("The %s are not its own now. %s", of, refusal))
}

// warnNotRevoked says why there was nothing to revoke.
func warnNotRevoked(diags *diag.Diagnostics, of tableau.RulesOf, reason string) {
	diags.AddWarning(fmt.Sprintf("No %s were revoked", of), reason+" Terraform forgets the rules that were in state.")
}

// controlling is the project whose lock decides about the rules and defaults of a
// project, "" where none but itself does.
func controlling(project tableau.Project) string {
	if project.ControllingPermissionsProjectID == project.ID {
		return ""
	}
	return project.ControllingPermissionsProjectID
}
