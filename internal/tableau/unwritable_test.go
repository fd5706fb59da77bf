package tableau_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestWrite_isNotSentWithWhatXMLCannotHold(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Sun\x00day", "Sun\x1bday", "Sun\xffday", "Sun\ufffeday"} {
		f := newFake(t)
		_, err := f.client(t).Schedules().Create(t.Context(), tableau.ScheduleSettings{Name: name, Type: "Extract"})
		if err == nil || !strings.HasSuffix(err.Error(), "a text to send holds a control character, or another that XML cannot hold: remove it") {
			t.Errorf("%q: %v", name, err)
		}
		if n := f.count("POST /api/3.24/schedules"); n != 0 {
			t.Errorf("%q was sent %d times", name, n)
		}
	}
}
