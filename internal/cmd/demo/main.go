// Command demo shows the provider at work: it starts a mock Tableau with some
// content on it, applies examples/demo to it with real Terraform, meddles with
// the result as a person would, and shows what Terraform makes of that.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func main() {
	if err := play(); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func play() error {
	terraform := flag.String("terraform", ".bin/terraform", "the Terraform `binary` to run")
	provider := flag.String("provider", "terraform-provider-tableau", "the provider `binary` to run")
	example := flag.String("example", "examples/demo", "the `folder` with the configurations and the sites' seeds")
	product := flag.String("product", "server", "the Tableau to show, `server or cloud`")
	flag.Parse()
	of, err := estateOf(*product)
	if err != nil {
		return err
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, *terraform, *provider, *example, of)
}

func run(ctx context.Context, terraform, provider, example string, of estate) (failure error) {
	tableau, address, stop, err := startTableau(of.product, filepath.Join(example, of.folder, "site.json"))
	if err != nil {
		return err
	}
	defer func() { failure = errors.Join(failure, stop()) }()
	folder, err := os.MkdirTemp("", "tableau-demo-")
	if err != nil {
		return err
	}
	defer func() { failure = errors.Join(failure, os.RemoveAll(folder)) }()
	cli, err := newCLI(terraform, provider, of.configuration(example), folder, "TABLEAU_SERVER_URL="+address, "TABLEAU_SITE="+of.site)
	if err != nil {
		return err
	}
	return story(ctx, cli, of, tableau)
}

func startTableau(product mockserver.Product, seedFile string) (tableau *mockserver.Server, address string, stop func() error, err error) {
	file, err := os.Open(seedFile)
	if err != nil {
		return nil, "", nil, err
	}
	defer file.Close()
	seed, err := mockserver.ReadSeed(file)
	if err != nil {
		return nil, "", nil, err
	}
	tableau, err = mockserver.New(mockserver.Options{
		Product: product, Seed: seed,
		// The clock stands still while Terraform runs: jobs get on as they are looked at.
		Behaviour: mockserver.Behaviour{JobStepPerRead: true},
	})
	if err != nil {
		return nil, "", nil, err
	}
	listening, err := tableau.Listen("127.0.0.1:0")
	if err != nil {
		return nil, "", nil, err
	}
	return tableau, listening.URL(), listening.Close, nil
}
