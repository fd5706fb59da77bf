package timing

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// Of says what has the timing.
type Of struct {
	Noun         string // like "an extract refresh task"
	ScheduleType string // the type that its schedule must have on Server
}

// Check refuses a timing that the product cannot have: the other product's
// form, a frequency that Cloud does not take, a schedule that is not there or
// of another type. What is unknown is not checked, nor is what prior has
// already. It is asked at plan, and again at apply when all is known: adding
// something to a schedule that is not there would make Server answer as if it
// had crashed (REST API reference: Add Data Source to Server Schedule). On the
// way it finds out the product, if it has to.
func (t Timing) Check(ctx context.Context, client *tableau.Client, of Of, prior Timing) (product tableau.Product, diags diag.Diagnostics) {
	if t.Equal(prior) && !t.Equal(None()) {
		return "", nil
	}
	var (
		shown    tableau.Product
		schedule tableau.Schedule
		missing  error
	)
	named := t.ScheduleID.ValueString() != "" && !t.ScheduleID.Equal(prior.ScheduleID)
	if named {
		if schedule, missing = client.Schedules().Brief(ctx, t.ScheduleID.ValueString()); missing == nil {
			shown = tableau.Server // Cloud has no schedules.
		}
	}
	product, err := client.ProductUnless(ctx, shown)
	if err != nil {
		framework.AddError(&diags, "find out the product", err)
		return product, diags
	}
	scheduleAt, frequencyAt := path.Root(scheduleIDName), path.Root(frequencyName)
	switch {
	case product == tableau.Server && !t.Frequency.IsNull() && !t.Frequency.IsUnknown():
		diags.AddAttributeError(frequencyAt, "Tableau Server needs schedule_id instead", fmt.Sprintf(
			"On Tableau Server, to which this provider speaks, %s runs on a schedule. Remove frequency, and set schedule_id to the id of a tableau_schedule of type %s.%s",
			of.Noun, of.ScheduleType, otherProduct(tableau.Cloud)))
	case product == tableau.Cloud && !t.ScheduleID.IsNull() && !t.ScheduleID.IsUnknown():
		diags.AddAttributeError(scheduleAt, "Tableau Cloud needs frequency instead", fmt.Sprintf(
			"Tableau Cloud, to which this provider speaks, has no schedules: %s has a frequency of its own there. "+
				"Remove schedule_id, and set frequency, such as frequency = { daily = { start = \"02:15\" } }.%s",
			of.Noun, otherProduct(tableau.Server)))
	case framework.FullyKnown(ctx, t.Frequency) && !t.Frequency.IsNull() && !t.Frequency.Equal(prior.Frequency):
		wanted, found := frequency.FromObject(ctx, t.Frequency, frequencyAt)
		diags.Append(found...)
		if !found.HasError() {
			diags.Append(frequency.Check(wanted, tableau.Cloud, frequencyAt)...)
		}
	case named:
		t.checkSchedule(schedule, missing, of, &diags)
	}
	return product, diags
}

func otherProduct(product tableau.Product) string {
	return fmt.Sprintf("\n\nIf this is Tableau %s all the same, set product = %q in the provider's configuration.",
		map[tableau.Product]string{tableau.Server: "Server", tableau.Cloud: "Cloud"}[product], product)
}

// checkSchedule judges the schedule, or the error of reading it.
func (t Timing) checkSchedule(schedule tableau.Schedule, err error, of Of, diags *diag.Diagnostics) {
	at := path.Root(scheduleIDName)
	switch {
	case tableau.IsNotFound(err):
		diags.AddAttributeError(at, "There is no such schedule", fmt.Sprintf(
			"The server has no schedule with the id %s. Refer to the id of a tableau_schedule, or look it up by its name with the data source tableau_schedule.",
			t.ScheduleID.ValueString()))
	case err != nil:
		framework.AddError(diags, "read the schedule that schedule_id names", err)
	case !strings.EqualFold(schedule.Type, of.ScheduleType):
		diags.AddAttributeError(at, "The schedule is of another type", fmt.Sprintf(
			"Schedule %q (%s) is of type %s, and %s runs on a schedule of type %s. Refer to a tableau_schedule of that type.",
			schedule.Name, schedule.ID, schedule.Type, of.Noun, of.ScheduleType))
	}
}
