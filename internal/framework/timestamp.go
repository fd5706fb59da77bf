package framework

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// Period are the two attributes of a data source, NAME_after and NAME_before,
// that narrow a list by one of its times.
type Period struct{ After, Before types.String }

// PeriodAttributes adds the two attributes to those of a data source.
func PeriodAttributes(attributes map[string]schema.Attribute, name, whichThings string) {
	for _, side := range []string{"after", "before"} {
		attributes[name+"_"+side] = schema.StringAttribute{
			Optional:            true,
			Validators:          []validator.String{timestamp{}},
			MarkdownDescription: fmt.Sprintf("Only %s %s %s this time, written like `2026-03-02T17:00:00Z`.", whichThings, name, side),
		}
	}
}

// Filters let the service narrow its list by a field.
func (p Period) Filters(field string) []tableau.Filter {
	return []tableau.Filter{tableau.Where(field, "gt", inUTC(p.After)), tableau.Where(field, "lt", inUTC(p.Before))}
}

// inUTC is empty, which is no filter, for a time that was not given.
func inUTC(stamp types.String) string {
	at, err := time.Parse(time.RFC3339, stamp.ValueString())
	if err != nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// Has reports whether a stamp of the service lies in the period. One that is
// not there lies in none that has a bound.
func (p Period) Has(stamp string) bool {
	after, errAfter := time.Parse(time.RFC3339, p.After.ValueString())
	before, errBefore := time.Parse(time.RFC3339, p.Before.ValueString())
	at, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return errAfter != nil && errBefore != nil
	}
	return (errAfter != nil || at.After(after)) && (errBefore != nil || at.Before(before))
}

// timestamp accepts RFC 3339 times.
type timestamp struct{}

func (timestamp) Description(context.Context) string {
	return "must be a time such as 2026-03-02T17:00:00Z"
}

func (v timestamp) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v timestamp) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.RFC3339, req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid time", fmt.Sprintf("%q is no time: it %s.", req.ConfigValue.ValueString(), v.Description(ctx)))
	}
}
