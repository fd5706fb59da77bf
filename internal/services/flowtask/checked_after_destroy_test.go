package flowtask_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// TestFlowTask_newOneIsCheckedAlsoAfterAnotherWasDestroyed makes tasks whose frequency was
// not known in the plan, in an apply that has destroyed a task of another block.
func TestFlowTask_newOneIsCheckedAlsoAfterAnotherWasDestroyed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		frequency any
		want      string
	}{
		"none":        {nil, "A new flow task needs a frequency"},
		"of Server":   {acctest.Object{"hourly": acctest.Object{"start": "06:00", "end": "22:00", "every_minutes": 15}}, "write every_minutes = 60 or every_hours = 1"},
		"two days":    {acctest.Object{"weekly": acctest.Object{"start": "06:00", "week_days": []any{"Monday", "Friday"}}}, "Write daily with the same start and week_days for several days"},
		"a wrong end": {acctest.Object{"daily": acctest.Object{"start": "06:00", "end": "22:00"}}, "runs once a day. Leave end out"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := onCloud()
			site := acctest.NewMock(t, options)
			p := protocol(t, site, options)
			old, diagnostics := create(t, p, acctest.Object{"flow_id": prep, "frequency": acctest.Object{"daily": acctest.Object{"start": "02:15"}}})
			acctest.FailOn(t, diagnostics)
			destroyed, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: noun, PriorState: p.Resource(t, noun, old), PlannedState: p.Resource(t, noun, nil), Config: p.Resource(t, noun, nil),
			})
			if err != nil {
				t.Fatal(err)
			}
			acctest.FailOn(t, destroyed.Diagnostics)
			config := acctest.Object{"flow_id": plain}
			if test.frequency != nil {
				config["frequency"] = test.frequency
			}
			_, diagnostics = create(t, p, config)
			if said := described(diagnostics); !says(test.want).MatchString(said) {
				t.Errorf("got %q, want %q; the site has %+v", said, test.want, site.Mock.FlowTasks())
			}
		})
	}
}
