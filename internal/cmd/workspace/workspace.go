// Package workspace is a folder in which real Terraform works on a mock server
// with the provider that was just built.
package workspace

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

// Provider is the name of the provider's program, as Terraform looks for it.
const Provider = "terraform-provider-tableau"

// Workspace is set up by New.
type Workspace struct {
	// Folder is where Terraform runs, and takes the configuration from.
	Folder string

	terraform   string
	environment []string
}

// New sets a workspace up below a folder: the provider in a mirror, and settings
// that make Terraform take it from there and ask no registry. programs are copied
// into the mirror, by the names they get there; one of them is Provider.
// environment is added to the caller's, from which Terraform's and Tableau's own
// variables are taken out.
func New(terraform, folder string, programs map[string]string, environment ...string) (*Workspace, error) {
	terraform, err := filepath.Abs(terraform)
	if err != nil {
		return nil, err
	}
	mirror := filepath.Join(folder, "mirror")
	settings := filepath.Join(folder, "settings.tfrc")
	work := filepath.Join(folder, "work")
	// The version is of no release.
	inMirror := filepath.Join(mirror, "registry.terraform.io", "tableau-as-code", "tableau", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
	for _, path := range []string{work, inMirror} {
		if err := os.MkdirAll(path, 0o750); err != nil {
			return nil, err
		}
	}
	for name, program := range programs {
		if err := Copy(program, filepath.Join(inMirror, name), 0o700); err != nil {
			return nil, err
		}
	}
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		return nil, err
	}
	return &Workspace{Folder: work, terraform: terraform, environment: slices.Concat(withoutSettings(os.Environ()), []string{
		"TF_CLI_CONFIG_FILE=" + settings, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"TABLEAU_PERSONAL_ACCESS_TOKEN_NAME=" + mockserver.DemoTokenName,
		"TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET=" + mockserver.DemoTokenSecret,
	}, environment)}, nil
}

// withoutSettings keeps the caller's own Tableau and Terraform out.
func withoutSettings(environment []string) []string {
	return slices.DeleteFunc(slices.Clone(environment), func(variable string) bool {
		return strings.HasPrefix(variable, "TABLEAU_") || strings.HasPrefix(variable, "TF_")
	})
}

// Copy copies a file.
func Copy(from, to string, mode os.FileMode) error {
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

// Command is a command of Terraform, ready to be run. When ctx ends it is
// interrupted, so that it still signs out and saves what it knows.
func (w *Workspace) Command(ctx context.Context, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, w.terraform, arguments...)
	command.Dir = w.Folder
	command.Env = w.environment
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 30 * time.Second
	return command
}
