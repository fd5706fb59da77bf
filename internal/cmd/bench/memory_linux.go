package main

import (
	"os"
	"syscall"
)

// peakMemory is the most memory that an ended process had, in bytes.
func peakMemory(ended *os.ProcessState) int64 {
	used, known := ended.SysUsage().(*syscall.Rusage)
	if !known {
		return 0
	}
	return used.Maxrss * 1024 // Linux counts KiB
}
