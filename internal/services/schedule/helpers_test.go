package schedule_test

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
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
