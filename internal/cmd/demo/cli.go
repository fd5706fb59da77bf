package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// providerPath is where Terraform looks for the provider in a mirror. The
// version is of no release.
var providerPath = filepath.Join("registry.terraform.io", "tableau-as-code", "tableau", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)

// cli runs Terraform in a folder of its own.
type cli struct {
	terraform   string
	folder      string
	environment []string
}

// newCLI sets a folder up: the configuration, the provider in a mirror, and
// settings that make Terraform take it from there and ask no registry. site are
// the variables that name the site.
func newCLI(terraform, provider string, configuration []string, folder string, site ...string) (*cli, error) {
	terraform, err := filepath.Abs(terraform)
	if err != nil {
		return nil, err
	}
	mirror := filepath.Join(folder, "mirror")
	settings := filepath.Join(folder, "settings.tfrc")
	work := filepath.Join(folder, "work")
	for _, path := range []string{work, filepath.Join(mirror, providerPath)} {
		if err := os.MkdirAll(path, 0o750); err != nil {
			return nil, err
		}
	}
	for _, file := range configuration {
		if err := copyFile(file, filepath.Join(work, filepath.Base(file)), 0o600); err != nil {
			return nil, err
		}
	}
	if err := copyFile(provider, filepath.Join(mirror, providerPath, "terraform-provider-tableau"), 0o700); err != nil {
		return nil, err
	}
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		return nil, err
	}
	return &cli{terraform: terraform, folder: work, environment: slices.Concat(withoutSettings(os.Environ()), site, []string{
		"TF_CLI_CONFIG_FILE=" + settings, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"TABLEAU_PERSONAL_ACCESS_TOKEN_NAME=" + mockserver.DemoTokenName,
		"TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET=" + mockserver.DemoTokenSecret,
	})}, nil
}

// withoutSettings keeps the caller's own Tableau and Terraform out of the demo.
func withoutSettings(environment []string) []string {
	return slices.DeleteFunc(slices.Clone(environment), func(variable string) bool {
		return strings.HasPrefix(variable, "TABLEAU_") || strings.HasPrefix(variable, "TF_")
	})
}

func copyFile(from, to string, mode os.FileMode) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// run runs Terraform, with its output for the reader, and expects an exit code.
func (c *cli) run(ctx context.Context, expected int, arguments ...string) error {
	fmt.Printf("\n$ terraform %s\n\n", strings.Join(arguments, " "))
	command := exec.CommandContext(ctx, c.terraform, arguments...)
	command.Dir = c.folder
	command.Env = c.environment
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	// Interrupted, Terraform still signs out and saves what it knows.
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 30 * time.Second
	err := command.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	if code := command.ProcessState.ExitCode(); code != expected {
		return fmt.Errorf("terraform %s ended with exit code %d, where %d was expected", arguments[0], code, expected)
	}
	return nil
}
