package acctest

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/provider"
)

// Serve is main of the provider for a test binary that Terraform starts in its
// place, with waits in multiples of retryUnit: the released one waits too long
// for tests in which many requests fail.
func Serve(retryUnit time.Duration) error {
	tableau := &provider.Provider{Version: "test", RetryUnit: retryUnit}
	err := tf6server.Serve("registry.terraform.io/tableau-as-code/tableau", func() tfprotov6.ProviderServer { return provider.NewServer(tableau) })
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = tableau.SignOut(ctx) // Terraform has gone, and nobody would hear of it.
	return err
}
