package timing

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

// ScheduleIDAttribute is the attribute schedule_id of what runs on a schedule
// of this type.
func ScheduleIDAttribute(scheduleType string, modifiers ...planmodifier.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:      true,
		Validators:    []validator.String{framework.LUID()},
		PlanModifiers: modifiers,
		MarkdownDescription: fmt.Sprintf("Tableau Server: the id of the `tableau_schedule` on which it runs, which must be of type `%s`. "+
			"Exactly one of `schedule_id` and `frequency` is set.", scheduleType),
	}
}

// FrequencyAttribute is the attribute frequency of what has one on Cloud.
func FrequencyAttribute(modifiers ...planmodifier.Object) schema.SingleNestedAttribute {
	attribute := frequency.OptionalAttribute("Tableau Cloud: when it runs, in the site's time zone.")
	attribute.PlanModifiers = append(attribute.PlanModifiers, modifiers...)
	return attribute
}

// OneOfTheTwo holds that a configuration sets exactly one of the attributes.
func OneOfTheTwo() resource.ConfigValidator {
	return resourcevalidator.ExactlyOneOf(path.MatchRoot(scheduleIDName), path.MatchRoot(frequencyName))
}
