package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/cmd/workspace"
)

// cli runs Terraform in a folder of its own.
type cli struct{ *workspace.Workspace }

// newCLI sets a folder up, with the configuration in it. site are the variables
// that name the site.
func newCLI(terraform, provider string, configuration []string, folder string, site ...string) (*cli, error) {
	work, err := workspace.New(terraform, folder, map[string]string{workspace.Provider: provider}, site...)
	if err != nil {
		return nil, err
	}
	for _, file := range configuration {
		if err := workspace.Copy(file, filepath.Join(work.Folder, filepath.Base(file)), 0o600); err != nil {
			return nil, err
		}
	}
	return &cli{work}, nil
}

// run runs Terraform, with its output for the reader, and expects an exit code.
func (c *cli) run(ctx context.Context, expected int, arguments ...string) error {
	fmt.Printf("\n$ terraform %s\n\n", strings.Join(arguments, " "))
	command := c.Command(ctx, arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
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
