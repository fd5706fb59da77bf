package provider_test

import (
	"context"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/provider"
)

// TestServer_keepsNothingOfACall makes a call for an object, which is made for
// thousands of them in one process.
func TestServer_keepsNothingOfACall(t *testing.T) {
	t.Parallel()
	server := provider.NewServer(acctest.NewProvider())
	type key struct{}
	value := new([1 << 20]byte)
	left := weak.Make(value)
	config := acctest.NewProtocol(t).Resource(t, "tableau_schedule", acctest.Object{"name": "Nightly", "type": "Extract"})
	if _, err := server.ValidateResourceConfig(context.WithValue(t.Context(), key{}, value), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: "tableau_schedule", Config: config,
	}); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	if left.Value() != nil {
		t.Error("what the call's context held is still held")
	}
	runtime.KeepAlive(server)
}

// A call that Terraform gives up ends, as one that takes its time does when the
// provider is stopped.
func TestServer_passesOnThatACallIsGivenUp(t *testing.T) {
	t.Parallel()
	server := provider.NewServer(acctest.NewProvider())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := acctest.NewProtocol(t)
	response, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.Provider(t, acctest.Object{
		"server_url": "http://127.0.0.1:9", "personal_access_token_name": "demo", "personal_access_token_secret": "demo-secret",
	})})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, response.Diagnostics)
	read, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: "tableau_schedule", CurrentState: p.Resource(t, "tableau_schedule", acctest.Object{"id": "11111111-1111-4000-8000-000000000000"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := read.Diagnostics; len(got) != 1 || got[0].Severity != tfprotov6.DiagnosticSeverityError {
		t.Errorf("got %v, want one error", got)
	}
}
