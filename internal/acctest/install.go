package acctest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// installFolder is where a package's tests have the provider; Main makes and removes it.
var installFolder string

// Main runs the tests of a package that uses NewCLI, and gives the exit code
// for its TestMain.
func Main(m *testing.M) int {
	folder, err := os.MkdirTemp("", "tableau-acctest-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	installFolder = folder
	return m.Run()
}

// installedProvider builds the provider once into a mirror, and gives the
// settings that make Terraform, or OpenTofu with its own registry's name, find
// it there.
var installedProvider = sync.OnceValues(func() (settings string, err error) {
	if installFolder == "" {
		return "", errors.New("the package's TestMain does not call acctest.Main")
	}
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	const program = "terraform-provider-tableau"
	inMirror := func(registry string) string {
		return filepath.Join(installFolder, registry, "tableau-as-code", "tableau", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
	}
	built := filepath.Join(inMirror("registry.terraform.io"), program)
	// Trimmed like `make build`, so that what it compiled serves here too; without
	// symbols, for every command hashes the whole file.
	build := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", built, ".")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	if err := os.MkdirAll(inMirror("registry.opentofu.org"), 0o750); err != nil {
		return "", err
	}
	if err := os.Link(built, filepath.Join(inMirror("registry.opentofu.org"), program)); err != nil {
		return "", err
	}
	settings = filepath.Join(installFolder, "settings.tfrc")
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", installFolder)
	return settings, os.WriteFile(settings, []byte(text), 0o600)
})

// initialisedFolder is one in which Terraform was initialised with nothing but
// the required provider, for others to be copies of: a command spared for each.
var initialisedFolder = sync.OnceValues(func() (string, error) {
	binary, err := terraform()
	if err != nil {
		return "", err
	}
	settings, err := installedProvider()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(installFolder, "initialised")
	if err := os.Mkdir(folder, 0o750); err != nil {
		return "", err
	}
	requirement := "terraform {\n  required_providers {\n    tableau = {\n      source = \"tableau-as-code/tableau\"\n    }\n  }\n}\n"
	if err := os.WriteFile(filepath.Join(folder, "terraform.tf"), []byte(requirement), 0o600); err != nil {
		return "", err
	}
	initialise := exec.CommandContext(context.Background(), binary, "init", "-input=false")
	initialise.Dir = folder
	initialise.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+settings)
	if out, err := initialise.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return folder, nil
})
