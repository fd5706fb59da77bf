package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

func TestServer_explainsNumbersWithAFraction(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t)
	describe := func(diagnostics []*tfprotov6.Diagnostic, err error) []string {
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, d := range diagnostics {
			said = append(said, acctest.DescribeDiagnostic(d))
		}
		return said
	}
	schedule, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: "tableau_schedule", Config: p.Resource(t, "tableau_schedule", object{
			"name": "Nightly", "type": "Extract", "priority": 1.5,
			"frequency": object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 30.5}},
		}),
	})
	if got, want := describe(schedule.Diagnostics, err), []string{
		`AttributeName("priority"): Not a whole number: 1.5 has a fraction. Write a whole number.`,
		`AttributeName("frequency"): Not a whole number: 30.5 has a fraction. Write a whole number.`,
	}; !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
		t.Errorf("got %q, want %q", got, want)
	}
	jobs, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: "tableau_jobs", Config: p.DataSource(t, "tableau_jobs", object{"progress_at_least": 10.5}),
	})
	if got, want := describe(jobs.Diagnostics, err), []string{
		`AttributeName("progress_at_least"): Not a whole number: 10.5 has a fraction. Write a whole number.`,
	}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	block, err := p.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: p.Provider(t, object{"max_retries": 1.5})})
	if got, want := describe(block.Diagnostics, err), []string{
		`AttributeName("max_retries"): Not a whole number: 1.5 has a fraction. Write a whole number.`,
	}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
