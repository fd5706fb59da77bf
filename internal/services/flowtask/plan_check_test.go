package flowtask_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// onlyChange expects that one attribute alone is planned to change, from what
// was found on the site.
type onlyChange struct {
	at    tfjsonpath.Path
	found knownvalue.Check
}

func (c onlyChange) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	top, _, _ := strings.Cut(c.at.String(), ".")
	for _, change := range req.Plan.ResourceChanges {
		before, _ := change.Change.Before.(map[string]any)
		after, _ := change.Change.After.(map[string]any)
		var changed []string
		for name, value := range after {
			if !reflect.DeepEqual(before[name], value) {
				changed = append(changed, name)
			}
		}
		if !slices.Equal(changed, []string{top}) {
			resp.Error = fmt.Errorf("the plan changes %v, want %s alone", changed, top)
			return
		}
		value, err := tfjsonpath.Traverse(before, c.at)
		if err == nil {
			err = c.found.CheckValue(value)
		}
		resp.Error = err
	}
}
