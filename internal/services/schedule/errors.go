package schedule

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// addWriteError reports a failed write. For a name that another schedule has,
// taken says what can be done.
func addWriteError(diags *diag.Diagnostics, doing string, err error, taken func(other tableau.Schedule) string) {
	var name *tableau.NameTakenError
	switch {
	case !errors.As(err, &name):
		framework.AddError(diags, doing, err)
	case name.Existing.ID == "":
		diags.AddAttributeError(path.Root("name"), "Schedule name is taken",
			framework.Sentence(err.Error())+"\n\nThe schedule that has it could not be found. Choose another name, or plan again in a while.")
	default:
		diags.AddAttributeError(path.Root("name"), "Schedule name is taken", fmt.Sprintf(
			"The server has a schedule %q already, of type %s (%s). Names are unique on the whole server. %s",
			name.Existing.Name, name.Existing.Type, name.Existing.ID, taken(name.Existing)))
	}
}

// adopt says what to do when a new schedule's name is taken.
func adopt(other tableau.Schedule) string {
	if !manageable(other) {
		return "It belongs to Tableau itself. Choose another name."
	}
	return fmt.Sprintf("%s\n\nOtherwise choose another name, or let Terraform adopt that schedule:\n\n  terraform import ADDRESS %s\n\n"+
		"where ADDRESS is that of this resource block, such as tableau_schedule.example. If its type differs from the configured one, "+
		"the plan after that replaces it. If this apply was to delete or to rename that schedule, "+
		"apply again instead; where this very block is to be replaced, it cannot have create_before_destroy.", tableau.AdviceOnRenamedSchedule, other.ID)
}

// rename says what to do when an existing schedule cannot take another's name.
func rename(tableau.Schedule) string {
	return "Choose another name, or rename or delete that schedule first. If this apply was to do that, apply again instead. " +
		"Two that swap their names need a third name, and another apply, in between."
}

// refuseOnCloud reports that there are no schedules on Cloud.
func refuseOnCloud(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) {
	product, err := client.Product(ctx)
	switch {
	case err != nil:
		framework.AddError(diags, "find out the product", err)
	case product == tableau.Cloud:
		diags.AddError("Tableau Cloud has no schedules",
			"Only Tableau Server has schedules, and this provider speaks to Tableau Cloud. "+
				"On Cloud, say when something runs in the frequency attribute of the task or subscription itself. "+
				"If this is a Tableau Server, set product = \"server\" in the provider's configuration.")
	}
}

// serverClient gives the client where there are schedules to look for, and nil
// with an error where there are none.
func serverClient(ctx context.Context, connection *framework.Connection, diags *diag.Diagnostics) *tableau.Client {
	client := connection.Client(diags)
	if client != nil {
		refuseOnCloud(ctx, client, diags)
	}
	if diags.HasError() {
		return nil
	}
	return client
}
