// Command terraform-provider-tableau is a Terraform provider for Tableau
// Server and Tableau Cloud: what runs when.
package main

import (
	"context"
	"flag"
	"log"
	"runtime/debug"
	"time"

	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/provider"
)

// version is set when a release is built.
var version = "dev"

// signOutTime is within the two seconds that Terraform waits for a provider to
// end before it kills it.
const signOutTime = 1500 * time.Millisecond

// A provider lives for one command and keeps little of what it makes: collecting
// garbage seldom saves a fourth of its CPU time, within this much memory.
const (
	garbagePercent = 400
	softMemory     = 96 << 20 // bytes
)

func main() {
	debug.SetGCPercent(garbagePercent)
	debug.SetMemoryLimit(softMemory)
	if err := serve(); err != nil {
		log.Fatal(err)
	}
}

func serve() error {
	attach := flag.Bool("debug", false, "run so that a debugger can attach")
	flag.Parse()

	tableau := &provider.Provider{Version: version}
	err := providerserver.Serve(context.Background(), func() fwprovider.Provider { return tableau }, providerserver.ServeOpts{
		Address: "registry.terraform.io/tableau-as-code/tableau",
		Debug:   *attach,
	})

	ctx, cancel := context.WithTimeout(context.Background(), signOutTime)
	defer cancel()
	if failure := tableau.SignOut(ctx); failure != nil {
		log.Printf("[WARN] %s", failure)
	}
	return err
}
