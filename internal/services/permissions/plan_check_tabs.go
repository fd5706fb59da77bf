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
	if p.of.ContentType != "view" {
		return
	}
	view, err := client.Views().Get(ctx, p.of.ID)
	if err != nil || view.Workbook.ID == "" {
		return
	}
	workbook, err := client.Workbooks().Known(ctx, view.Workbook.ID)
	if err != nil || workbook.ShowTabs == nil || !*workbook.ShowTabs {
		return
	}
	diags.AddAttributeWarning(p.item, "The workbook's permissions hold", fmt.Sprintf(
		"%s is shown as one of the tabs of %s, and then the permissions of the workbook hold for all of its views: these have no effect, "+
			"and Tableau may refuse them. Hide the tabs in Tableau, or manage the permissions of the workbook instead.",
		labelled("View", view.Name, view.ID), labelled("workbook", workbook.Name, workbook.ID)))
}
