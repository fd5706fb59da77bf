package provider_test

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// BenchmarkCalls is what each call costs that Terraform makes for an object that
// did not change: upgrade and read in a refresh, all four in a plan.
func BenchmarkCalls(b *testing.B) {
	for name, kind := range objectsOnSites(1) {
		b.Run(name, func(b *testing.B) {
			_, p := kind.start(b)
			state, config := kind.states[0], maps.Clone(kind.states[0])
			delete(config, "id")
			raw, err := json.Marshal(state)
			if err != nil {
				b.Fatal(err)
			}
			read := readOf(b, p, &tfprotov6.ReadResourceRequest{TypeName: kind.resource, CurrentState: p.Resource(b, kind.resource, state)})
			known := p.Resource(b, kind.resource, config)
			for name, call := range map[string]func() ([]*tfprotov6.Diagnostic, error){
				"upgrade": func() ([]*tfprotov6.Diagnostic, error) {
					r, err := p.UpgradeResourceState(b.Context(), &tfprotov6.UpgradeResourceStateRequest{
						TypeName: kind.resource, RawState: &tfprotov6.RawState{JSON: raw},
					})
					return r.Diagnostics, err
				},
				"read": func() ([]*tfprotov6.Diagnostic, error) {
					r, err := p.ReadResource(b.Context(), &tfprotov6.ReadResourceRequest{
						TypeName: kind.resource, CurrentState: read.NewState, CurrentIdentity: read.NewIdentity, Private: read.Private,
					})
					return r.Diagnostics, err
				},
				"validate": func() ([]*tfprotov6.Diagnostic, error) {
					r, err := p.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: kind.resource, Config: known})
					return r.Diagnostics, err
				},
				"plan": func() ([]*tfprotov6.Diagnostic, error) {
					r, err := p.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
						TypeName: kind.resource, Config: known, PriorState: read.NewState, ProposedNewState: read.NewState,
						PriorIdentity: read.NewIdentity, PriorPrivate: read.Private,
					})
					return r.Diagnostics, err
				},
			} {
				b.Run(name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						diagnostics, err := call()
						if err != nil {
							b.Fatal(err)
						}
						acctest.FailOn(b, diagnostics)
					}
				})
			}
		})
	}
}

func readOf(t testing.TB, server tfprotov6.ProviderServer, r *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	t.Helper()
	response, err := server.ReadResource(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return response
}
