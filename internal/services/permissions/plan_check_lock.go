package permissions

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// howToForget is the way out where rules can be neither changed nor revoked.
const howToForget = "To have Terraform forget what it manages here, use a removed block with destroy = false, or terraform state rm."

// refuseLocked reports rules that are not the item's own to change.
func (p planned) refuseLocked(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) {
	if p.of.ContentType == typeDatabase && p.of.DefaultFor != "" {
		p.refuseLockedDatabase(ctx, client, diags)
		return
	}
	controlling, err := lockedBy(ctx, client, p.of, p.now)
	if err != nil || controlling == "" || strings.EqualFold(controlling, p.of.ID) {
		return
	}
	projects, err := client.Projects().Tree(ctx)
	if err != nil {
		projects = &tableau.ProjectTree{} // It is told by its id then.
	}
	subject := "permissions of " + p.itemIn(projects)
	if p.of.DefaultFor != "" {
		subject = fmt.Sprintf("default permissions for %s of %s", p.of.Content().Plural(), p.itemIn(projects))
	}
	diags.AddAttributeError(p.item, "Permissions locked by a project", fmt.Sprintf(
		"The %s are locked: %s decides the permissions of all that is in it, and Tableau refuses to change them here.\n\n%s"+
			"Or unlock that project in Tableau, by making its asset permissions customizable. "+howToForget,
		subject, projectIn(projects, controlling), p.managedAt(controlling)))
}

// managedAt says how to manage in the controlling project what holds for the item; "" where it keeps none.
func (p planned) managedAt(controlling string) string {
	content := p.of.Content()
	if content.Name == "view" {
		content, _ = tableau.ContentTypeNamed("workbook")
	}
	switch {
	case content.Name == typeProject:
		return fmt.Sprintf("Manage them there: tableau_permissions with content_type = \"project\" and content_id = %q. ", controlling)
	case content.Defaults.Segment != "":
		return fmt.Sprintf("Manage them there: tableau_default_permissions with project_id = %q and content_type = %q. ", controlling, content.Name)
	}
	return ""
}

// itemIn names the item: a project by its path.
func (p planned) itemIn(projects *tableau.ProjectTree) string {
	if p.of.ContentType == typeProject {
		return projectIn(projects, p.of.ID)
	}
	holder, _ := tableau.ContentTypeNamed(p.of.ContentType)
	return labelled(holder.Label, p.now.Name, p.of.ID)
}

func projectIn(projects *tableau.ProjectTree, id string) string {
	return labelled("project", projects.Path(id), id)
}

// labelled names an object by its name, if that is known, and its id.
func labelled(label, name, id string) string {
	if name == "" {
		return label + " " + id
	}
	return fmt.Sprintf("%s %q (%s)", label, name, id)
}

// refuseLockedDatabase reports the defaults of a locked database (REST API
// reference: Add Default Database Permissions).
func (p planned) refuseLockedDatabase(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) {
	database, err := client.Databases().Get(ctx, p.of.ID)
	if err != nil || database.ContentPermissions != tableau.LockedToDatabase {
		return
	}
	diags.AddAttributeError(p.item, "Permissions locked by the database", fmt.Sprintf(
		"The default permissions for tables of %s are locked with the database, and Tableau refuses to change them. "+
			"Unlock the database first: make its table permissions customizable in Tableau. "+howToForget,
		labelled("database", database.Name, database.ID)))
}
