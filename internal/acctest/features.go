package acctest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// cliVersion is which Terraform or OpenTofu 1.x the tests run with.
type cliVersion struct {
	openTofu bool
	minor    int
}

func versionOf(binary string) (cliVersion, error) {
	command := exec.CommandContext(context.Background(), binary, "version")
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull)
	out, err := command.Output()
	if err != nil {
		return cliVersion{}, fmt.Errorf("%s does not tell its version: %w", binary, err)
	}
	var product string
	var v cliVersion
	if _, err := fmt.Sscanf(string(out), "%s v1.%d", &product, &v.minor); err != nil {
		return cliVersion{}, fmt.Errorf("%s does not tell its version: %w", binary, err)
	}
	v.openTofu = product == "OpenTofu"
	return v, nil
}

func cli(t *testing.T) cliVersion {
	t.Helper()
	binary, err := terraform()
	if err != nil {
		t.Fatal(err)
	}
	version, err := versionOf(binary)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// NeedsQuery skips a test where the CLI has no query command.
func NeedsQuery(t *testing.T) {
	t.Helper()
	if v := cli(t); v.openTofu || v.minor < 14 {
		t.Skip("this CLI has no query command")
	}
}

// NeedsActions skips a test where the CLI knows no actions.
func NeedsActions(t *testing.T) {
	t.Helper()
	if v := cli(t); v.openTofu || v.minor < 14 {
		t.Skip("this CLI knows no actions")
	}
}

// NeedsIdentity skips a test where the CLI knows no resource identity.
func NeedsIdentity(t *testing.T) {
	t.Helper()
	if v := cli(t); v.minor < 12 {
		t.Skip("this CLI knows no resource identity")
	}
}

// NeedsEphemeral skips a test where the CLI has no ephemeral variables.
func NeedsEphemeral(t *testing.T) {
	t.Helper()
	if v := cli(t); v.openTofu && v.minor < 11 || v.minor < 10 {
		t.Skip("this CLI has no ephemeral variables")
	}
}

// NeedsRefreshOnlyExitCode skips a test where the CLI's -refresh-only
// -detailed-exitcode answers 2 without a change, as Terraform before 1.15 does
// for resources with numbers: it takes 50 as read from a file and 50 as given
// by a provider for different.
func NeedsRefreshOnlyExitCode(t *testing.T) {
	t.Helper()
	if v := cli(t); !v.openTofu && v.minor < 15 {
		t.Skip("this CLI's exit code does not tell changes")
	}
}
