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
