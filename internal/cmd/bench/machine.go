package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// printHeader says on what machine and with what programs is measured.
func printHeader(ctx context.Context, b *bench, awake bool) error {
	answer, err := b.work.Command(ctx, "version", "-json").Output()
	if err != nil {
		return err
	}
	var terraform struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(answer, &terraform); err != nil {
		return err
	}
	fmt.Printf("# Measurements\n\nPrinted by `make bench`: Terraform %s works with ten requests at once on a mock server that answers after %v.\n", terraform.Version, b.latency)
	fmt.Printf("CPU time and memory are those of the provider's processes alone, summed over the one command. Of the plans of tasks and subscriptions,\n"+
		"whose walls are compared, each row is the median of %d runs in turn.\n\n", rounds)
	fmt.Printf("- Machine: %s, %d processors, %s of memory, %s %s.\n", orUnknown(field("/proc/cpuinfo", "model name")), runtime.NumCPU(),
		orUnknown(field("/proc/meminfo", "MemTotal")), runtime.GOOS, kernel())
	if awake {
		fmt.Println("- The processors were kept from sleeping.")
	}
	fmt.Printf("- Built with %s for %s/%s.\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

// field is the first value of the name in a file of lines like "name : value".
func field(file, name string) string {
	from, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer from.Close()
	for lines := bufio.NewScanner(from); lines.Scan(); {
		if key, value, found := strings.Cut(lines.Text(), ":"); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func kernel() string {
	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(release))
}

func orUnknown(text string) string {
	if text == "" {
		return "unknown"
	}
	return text
}
