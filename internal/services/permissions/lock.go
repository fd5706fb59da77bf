package permissions

import (
	"context"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// lockedBy is the project whose lock decides about rules, "" where they are the item's
// own. Rules of content name it; those of a project need not, but the list of projects does.
func lockedBy(ctx context.Context, client *tableau.Client, of tableau.RulesOf, set tableau.RuleSet) (string, error) {
	switch {
	case set.LockedBy == of.ID:
		return "", nil // A project that locks what is in it decides for itself.
	case set.LockedBy != "", of.ContentType != typeProject:
		return set.LockedBy, nil
	}
	tree, err := client.Projects().Tree(ctx)
	if err != nil {
		return "", err
	}
	project, _ := tree.Get(of.ID)
	return controlling(project), nil
}

// controlling is the project whose lock decides about the rules and defaults of a
// project, "" where none but itself does.
func controlling(project tableau.Project) string {
	if project.ControllingPermissionsProjectID == project.ID {
		return ""
	}
	return project.ControllingPermissionsProjectID
}
