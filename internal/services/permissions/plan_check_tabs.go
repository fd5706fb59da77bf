package permissions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// warnOfTabs warns of a view whose workbook shows its sheets as tabs, for then
// the workbook's rules hold in place of the view's (REST API reference: Add View
// Permissions).
func (p planned) warnOfTabs(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) {
	view, workbook, tabbed := asTab(ctx, client, p.of)
	if !tabbed {
		return
	}
	diags.AddAttributeWarning(p.item, "The workbook's permissions hold for view "+view.ID, fmt.Sprintf(
		"%s is shown as one of the tabs of %s, and then the permissions of the workbook hold for all of its views: these have no effect, "+
			"and Tableau may refuse them. Hide the tabs in Tableau, or manage the permissions of the workbook instead.",
		labelled("View", view.Name, view.ID), labelled("workbook", workbook.Name, workbook.ID)))
}

// asTab gives the view whose rules are meant and its workbook, if that shows it as one of
// its tabs, as far as can be found out.
func asTab(ctx context.Context, client *tableau.Client, of tableau.RulesOf) (view tableau.View, workbook tableau.Workbook, tabbed bool) {
	if of.ContentType != typeView {
		return view, workbook, false
	}
	view, err := client.Views().Known(ctx, of.ID)
	if err != nil || view.Workbook.ID == "" {
		return view, workbook, false
	}
	workbook, err = client.Workbooks().Known(ctx, view.Workbook.ID)
	return view, workbook, err == nil && workbook.ShowTabs != nil && *workbook.ShowTabs
}
