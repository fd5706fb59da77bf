package main

import "testing"

func TestLog_isWrittenWhereItIsAskedFor(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]bool{
		"TF_LOG=debug": true, "TF_LOG_PROVIDER=WARN": true, "TF_LOG_SDK_PROTO=trace": true, "TF_LOG_PATH=log.txt": true,
		"TF_LOG=": false, "TF_IN_AUTOMATION=1": false, "MY_TF_LOG=1": false,
	} {
		if got := wantsLog([]string{"PATH=/bin", variable}); got != want {
			t.Errorf("%s: %v, want %v", variable, got, want)
		}
	}
}

func TestProcessors_leavesHalfToTerraform(t *testing.T) {
	t.Parallel()
	for all, want := range map[int]int{1: 1, 2: 1, 3: 1, 8: 4} {
		if got := processors(all); got != want {
			t.Errorf("%d of %d processors, want %d", got, all, want)
		}
	}
}
