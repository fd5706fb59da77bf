package extractrefreshtask

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// attributeByCode is which attribute a refusal is about (REST API reference: Add
// Workbook to Server Schedule, Add Data Source to Server Schedule, List Extract
// Refresh Tasks in Server Schedule).
var attributeByCode = map[tableau.Code]string{
	"404004": datasourceIDName,
	"404006": workbookIDName,
	"400047": scheduleIDName,
}

// addWriteError reports a failed write, at the attribute that it is about.
func (m model) addWriteError(diags *diag.Diagnostics, doing string, err error) {
	var already *tableau.AlreadyOnScheduleError
	var exists *tableau.ExistsError
	switch {
	case errors.As(err, &already):
		diags.AddAttributeError(m.targetPath(), "The schedule refreshes it already", fmt.Sprintf(
			"Task %s refreshes %s on schedule %s already, and a second one would only do the same again. %s",
			already.TaskID, already.Target, already.ScheduleID, framework.HowToImport("tableau_extract_refresh_task", already.TaskID)))
		return
	case errors.As(err, &exists):
		diags.AddAttributeError(path.Root(frequencyName), "A task refreshes it at the same times already", fmt.Sprintf(
			"Task %s refreshes %s at the same times, and a second one would only do the same again. If an apply was killed or lost its connection, "+
				"it may have made that task. For one more refresh choose other times. %s",
			exists.ID, m.target(), framework.HowToImport("tableau_extract_refresh_task", exists.ID)))
		return
	case tableau.IsNotFound(err) && m.ID.ValueString() == "":
		diags.AddAttributeError(path.Root(scheduleIDName), "There is no such schedule", fmt.Sprintf(
			"The server has no schedule with the id %s any more. %s", m.ScheduleID.ValueString(), framework.Sentence(err.Error())))
		return
	}
	failed := framework.ErrorDiagnostic(doing, err)
	for code, attribute := range attributeByCode {
		if errors.Is(err, code) {
			failed = diag.WithPath(path.Root(attribute), failed)
		}
	}
	diags.Append(failed)
}

// addUnmanageable reports a task that an import cannot take over.
func addUnmanageable(diags *diag.Diagnostics, id, reason string) {
	diags.AddError("Cannot manage this task", fmt.Sprintf(
		"Task %s cannot be managed: %s. Terraform manages the extract refresh tasks of workbooks and published data sources that run by time; "+
			"the data source tableau_extract_refresh_tasks shows the others too.", id, reason))
}
