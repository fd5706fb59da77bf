package permissions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// shownRules is what both data sources show of a rule set, in a model, in which it
// is embedded.
type shownRules struct {
	Rules               rules        `tfsdk:"rules"`
	LockedByProjectID   types.String `tfsdk:"locked_by_project_id"`
	LockedByProjectPath types.String `tfsdk:"locked_by_project_path"`
}

// withShownRules adds the attributes of shownRules to those of a data source.
func withShownRules(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["rules"] = rulesAttribute("By grantee, then by capability, `Allow` or `Deny`. A grantee is written as in the resource: `group:NAME`, " +
		"`user:NAME` or `group_set:NAME`; `group:DOMAIN\\NAME` where names clash; with the LUID in place of a name that is not shown to the signed-in user.")
	attributes["locked_by_project_id"] = framework.ComputedString(
		"LUID of the project that locks permissions, so that its rules are in force here and none can be set. Null where none does.")
	attributes["locked_by_project_path"] = framework.ComputedString(
		"Path of that project, such as `Finance/Quarterly`. Null where none locks permissions, or the signed-in user does not see it.")
	return attributes
}

func rulesAttribute(description string) schema.MapAttribute {
	return schema.MapAttribute{Computed: true, ElementType: capabilitiesType, MarkdownDescription: description}
}

func (s *shownRules) fill(ctx context.Context, client *tableau.Client, of tableau.RulesOf, set tableau.RuleSet) error {
	shown, err := rulesShown(ctx, client, set.Rules, nil, nil)
	if err != nil {
		return err
	}
	s.Rules = shown
	lock, err := lockedBy(ctx, client, of, set)
	if err != nil || lock == "" {
		return err
	}
	tree, err := client.Projects().Tree(ctx)
	if err != nil {
		return err
	}
	s.LockedByProjectID, s.LockedByProjectPath = types.StringValue(lock), framework.TextOrNull(tree.Path(lock))
	return nil
}

// readRules reads the rules that a configuration names: the object at holder, the
// type of content at content. ok is false when that failed, which is then reported.
func readRules(
	ctx context.Context, client *tableau.Client, of tableau.RulesOf, holder, content path.Path, diags *diag.Diagnostics,
) (set tableau.RuleSet, ok bool) {
	if checkVersion(ctx, client, of, content, diags); diags.HasError() {
		return set, false
	}
	set, err := client.Permissions().Read(ctx, of)
	switch {
	case tableau.IsNotFound(err):
		diags.Append(unknownItem(holder, of))
		return set, false
	case tableau.MayBeGone(err): // Its advice is about what is in state.
		diags.AddAttributeError(holder, "Cannot find the content", fmt.Sprintf(
			"%s\n\nThe site may have no such content with this id, or not show it to this user. Check %s.", framework.Sentence(err.Error()), holder))
		return set, false
	case err != nil:
		framework.AddError(diags, "read the "+of.String(), err)
		return set, false
	}
	return set, true
}

// unknownItem says at a path that there is no such item.
func unknownItem(at path.Path, of tableau.RulesOf) diag.Diagnostic {
	content, _ := tableau.ContentTypeNamed(of.ContentType)
	detail := fmt.Sprintf("The site shows no %s with the id %s to this user.", content.Label, of.ID)
	if dataSource := listedBy[of.ContentType]; dataSource != "" {
		detail += fmt.Sprintf(" The data source %s lists what there is.", dataSource)
	}
	return diag.NewAttributeErrorDiagnostic(at, "No such "+content.Label, detail)
}

// listedBy are the data sources that list items, by their content type.
var listedBy = map[string]string{
	typeProject: "tableau_projects", typeWorkbook: "tableau_workbooks", typeDatasource: "tableau_datasources",
	typeView: "tableau_views", typeFlow: "tableau_flows",
}
