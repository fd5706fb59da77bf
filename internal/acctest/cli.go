package acctest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// CLI runs Terraform as a person does, in a folder of its own and with a
// provider that is a process of its own: for what the testing library cannot
// do or hides.
type CLI struct {
	t           *testing.T
	terraform   string
	folder      string
	environment []string
	// running is Terraform while a command of Run runs.
	running atomic.Pointer[os.Process]
}

// Result is what a command printed, both streams together, and its exit code.
type Result struct {
	Output   string
	ExitCode int
}

// NewCLI gives a folder in which Terraform was initialised with these files and
// the provider as it stands; the required provider is added where they do
// not name it. Their provider block can be empty: the environment has the site
// and the sign-in, in whose place variables can be given.
func (s *Site) NewCLI(t *testing.T, files map[string]string, variables ...string) *CLI {
	t.Helper()
	binary, err := terraform()
	if err != nil {
		t.Fatal(err)
	}
	settings, err := installedProvider()
	if err != nil {
		t.Fatal(err)
	}
	c := &CLI{t: t, terraform: binary, folder: t.TempDir()}
	c.environment = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "TF_") || s.Mock != nil && strings.HasPrefix(v, "TABLEAU_")
	}), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE="+settings)
	if s.Mock != nil {
		c.environment = append(c.environment, "TABLEAU_SERVER_URL="+s.URL, "TABLEAU_SITE="+s.ContentURL)
	}
	if s.Mock != nil && len(variables) == 0 {
		variables = []string{"TABLEAU_PERSONAL_ACCESS_TOKEN_NAME=demo", "TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET=demo-secret"}
	}
	c.environment = append(c.environment, variables...)
	required := false
	for name, content := range files {
		c.Write(name, content)
		required = required || strings.Contains(content, "required_providers")
	}
	if required {
		c.Succeed("init", "-input=false")
		return c
	}
	initialised, err := initialisedFolder()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(c.folder, os.DirFS(initialised)); err != nil {
		t.Fatal(err)
	}
	return c
}

// Write writes a file into the folder.
func (c *CLI) Write(name, content string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.folder, name), []byte(content), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// Path is the path of a file of the folder.
func (c *CLI) Path(name string) string { return filepath.Join(c.folder, name) }

// Read reads a file of the folder.
func (c *CLI) Read(name string) string {
	c.t.Helper()
	content, err := os.ReadFile(c.Path(name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(content)
}

// Run runs a command.
func (c *CLI) Run(arguments ...string) Result {
	c.t.Helper()
	command := exec.CommandContext(c.t.Context(), c.terraform, arguments...)
	var out bytes.Buffer
	command.Dir, command.Env, command.Stdout, command.Stderr = c.folder, c.environment, &out, &out
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.running.Store(command.Process)
	defer c.running.Store(nil)
	_ = command.Wait() // How it ended is in its ProcessState.
	return Result{Output: out.String(), ExitCode: command.ProcessState.ExitCode()}
}

// Interrupt runs a command and interrupts it, as Ctrl-C does, as soon as ready
// says so.
func (c *CLI) Interrupt(ready func() bool, arguments ...string) Result {
	c.t.Helper()
	var out bytes.Buffer
	command := exec.CommandContext(c.t.Context(), c.terraform, arguments...)
	command.Dir, command.Env, command.Stdout, command.Stderr = c.folder, c.environment, &out, &out
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = command.Wait() // How it ended is in its ProcessState.
	}()
	looks := time.NewTicker(50 * time.Millisecond)
	defer looks.Stop()
	for interrupted := false; ; {
		select {
		case <-ended:
			return Result{Output: out.String(), ExitCode: command.ProcessState.ExitCode()}
		case <-looks.C:
			if interrupted || !ready() {
				continue
			}
			interrupted = true
			if err := command.Process.Signal(os.Interrupt); err != nil {
				c.t.Fatal(err)
			}
		}
	}
}

// Succeed runs a command and ends the test if it fails.
func (c *CLI) Succeed(arguments ...string) string {
	c.t.Helper()
	result := c.Run(arguments...)
	if result.ExitCode != 0 {
		c.t.Fatalf("terraform %s ended with exit code %d:\n%s", strings.Join(arguments, " "), result.ExitCode, result.Output)
	}
	return result.Output
}
