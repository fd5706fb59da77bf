package chaos_test

import (
	"fmt"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// aheadOfOurs is where the clock of some sites stands, far ahead of this machine's. That of the
// others is behind.
var aheadOfOurs = time.Date(2040, time.March, 5, 17, 0, 0, 0, time.UTC)

// letTimePass lets schedules run, and sessions end that are not used.
func (m *meddler) letTimePass() string {
	hours := 1 + m.luck.IntN(100)
	m.mock.AdvanceClock(time.Duration(hours) * time.Hour)
	return fmt.Sprintf("%d hours pass", hours)
}

// butForRuns leaves out of a comparison what changes whenever something runs.
var butForRuns = cmp.Options{
	cmpopts.IgnoreFields(mockserver.Timing{}, "NextRunAt", "UpdatedAt"),
	cmpopts.IgnoreFields(mockserver.Schedule{}, "NextRunAt", "UpdatedAt"),
}
