package main

import (
	"encoding/binary"
	"os"
)

// wakeLatency is what Linux is asked through while it is held open: how many
// microseconds, at most, a processor may take to wake (kernel documentation: PM Quality
// of Service).
const wakeLatency = "/dev/cpu_dma_latency"

// keepAwake keeps processors from sleeping until it is closed, where the machine lets a
// program ask for that. To wake one that sleeps is charged to the process that calls, and on
// a virtual machine takes so long that it decides what a waiting provider costs.
func keepAwake() (release func() error, awake bool) {
	held, err := os.OpenFile(wakeLatency, os.O_WRONLY, 0)
	if err != nil {
		return func() error { return nil }, false
	}
	if err := binary.Write(held, binary.NativeEndian, int32(0)); err != nil {
		return held.Close, false
	}
	return held.Close, true
}
