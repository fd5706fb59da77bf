package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

// usageVariable makes this program stand in for the provider: it runs the real
// one, and notes what that used in the file that the variable names.
const usageVariable = "TABLEAU_BENCH_USAGE"

// measuredProvider is the real provider's name in the mirror, beside the stand-in.
const measuredProvider = "measured-provider"

// usage is what processes of the provider used.
type usage struct {
	Processes  int     `json:"processes"`
	CPUSeconds float64 `json:"cpu_seconds"`
	PeakBytes  int64   `json:"peak_bytes"`
}

// runProvider runs the provider in this process's place, and gives its exit code.
func runProvider(file string) int {
	state, err := provide()
	if err == nil {
		err = note(file, usage{1, (state.UserTime() + state.SystemTime()).Seconds(), peakMemory(state)})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return state.ExitCode()
}

func provide() (*os.ProcessState, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	// An interrupt from the terminal reaches the provider by itself; what ends only
	// this process is passed on.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	provider := exec.CommandContext(context.Background(), filepath.Join(filepath.Dir(self), measuredProvider), os.Args[1:]...)
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := provider.Start(); err != nil {
		return nil, err
	}
	go func() {
		for received := range signals {
			if received == syscall.SIGTERM {
				_ = provider.Process.Signal(received) // it may have ended just now
			}
		}
	}()
	err = provider.Wait()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		return nil, err
	}
	return provider.ProcessState, nil
}

// note adds a line to the file; several processes may do so at once.
func note(file string, used usage) error {
	line, err := json.Marshal(used)
	if err != nil {
		return err
	}
	to, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the bench itself names the file
	if err != nil {
		return err
	}
	_, err = to.Write(append(line, '\n'))
	return errors.Join(err, to.Close())
}

// takeUsage sums what was noted, and forgets it. No file is no process.
func takeUsage(file string) (sum usage, err error) {
	from, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) {
		return sum, nil
	}
	if err != nil {
		return sum, err
	}
	defer from.Close()
	for lines := json.NewDecoder(from); ; {
		var one usage
		if err := lines.Decode(&one); errors.Is(err, io.EOF) {
			return sum, os.Remove(file)
		} else if err != nil {
			return sum, err
		}
		sum.Processes += one.Processes
		sum.CPUSeconds += one.CPUSeconds
		sum.PeakBytes = max(sum.PeakBytes, one.PeakBytes)
	}
}
