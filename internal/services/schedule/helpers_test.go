package schedule_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// nothingLeft expects that the server has no schedule after a test.
func nothingLeft(site *acctest.Site) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if left := site.Mock.Schedules(); len(left) > 0 {
			return fmt.Errorf("the server still has %d schedules, such as %q", len(left), left[0].Name)
		}
		return nil
	}
}

// says matches texts one after the other, however Terraform wraps their lines.
func says(texts ...string) *regexp.Regexp {
	var patterns []string
	for _, text := range texts {
		patterns = append(patterns, strings.ReplaceAll(regexp.QuoteMeta(text), " ", `\s+`))
	}
	return regexp.MustCompile(`(?s)` + strings.Join(patterns, ".*"))
}

var luid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// onSite has a schedule of this frequency planned and applied in-process, and
// deletes it in the end. It can do so on a real site.
func onSite(t *testing.T, frequency acctest.Object, test func(one *acctest.Instance, config acctest.Object)) {
	t.Helper()
	one, config := acctest.NewSite(t, mockserver.Options{}).Instance("tableau_schedule", nil), with(frequency)
	config["name"] = acctest.Name(t, "Nightly")
	defer func() {
		for _, d := range one.Apply(t, nil).Diagnostics {
			t.Error(acctest.DescribeDiagnostic(d))
		}
	}()
	test(one, config)
}

// plansNothing expects that a configuration is what there is.
func plansNothing(t *testing.T, one *acctest.Instance, config acctest.Object) {
	t.Helper()
	change := one.Plan(t, config)
	acctest.FailOn(t, change.Diagnostics)
	if change.Action != acctest.NoOp {
		t.Errorf("the plan is %q of %v, want none", change.Action, change.Attributes())
	}
}

// applies expects what applying a configuration does.
func applies(t *testing.T, one *acctest.Instance, config acctest.Object, want acctest.Action) {
	t.Helper()
	change := one.Apply(t, config)
	acctest.FailOn(t, change.Diagnostics)
	if change.Action != want {
		t.Errorf("the plan was %q of %v, want %q", change.Action, change.Attributes(), want)
	}
}
