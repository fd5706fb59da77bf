//go:build !linux

package main

import "os"

// peakMemory is not known but on Linux.
func peakMemory(*os.ProcessState) int64 { return 0 }
