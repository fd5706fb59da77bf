package acctest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// KillProvider kills the provider of the command that runs, without a warning:
// each process that Terraform has started. It finds them where Linux shows its
// processes.
func (c *CLI) KillProvider() error {
	terraform := c.running.Load()
	if terraform == nil {
		return errors.New("no command runs")
	}
	return signalChildren(terraform.Pid, os.Kill)
}

// InterruptTerraform interrupts the command that runs, as Ctrl-C does.
func (c *CLI) InterruptTerraform() error {
	terraform := c.running.Load()
	if terraform == nil {
		return errors.New("no command runs")
	}
	return terraform.Signal(os.Interrupt)
}

// TerminateAll asks the command that runs and its provider to end, as whoever
// stops a service or a job asks all its processes.
func (c *CLI) TerminateAll() error {
	terraform := c.running.Load()
	if terraform == nil {
		return errors.New("no command runs")
	}
	if err := signalChildren(terraform.Pid, syscall.SIGTERM); err != nil {
		return err
	}
	return terraform.Signal(syscall.SIGTERM)
}

// signalChildren sends a signal to each process that a process has started.
func signalChildren(parent int, signal os.Signal) error {
	children, err := childrenOf(parent)
	if err != nil {
		return err
	}
	if len(children) == 0 {
		return errors.New("no provider runs")
	}
	for _, pid := range children {
		provider, err := os.FindProcess(pid)
		if err != nil {
			return err
		}
		// One that ended in the meantime needs none.
		if err := provider.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
	}
	return nil
}

// childrenOf are the processes that a process has started and that still run.
func childrenOf(parent int) ([]int, error) {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, errors.New("/proc does not show the processes: only on Linux can a test kill the provider")
	}
	var children []int
	for _, file := range files {
		stat, err := os.ReadFile(file)
		if err != nil {
			continue // It has ended since.
		}
		// The name, which may hold anything, is in parentheses; state and parent follow it.
		var state string
		var of int
		if _, err := fmt.Sscan(string(stat[bytes.LastIndexByte(stat, ')')+1:]), &state, &of); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if of != parent || state == "Z" {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err != nil {
			return nil, err
		}
		children = append(children, pid)
	}
	return children, nil
}
