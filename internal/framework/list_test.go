package framework_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

func TestList_endsWithTheLastResultThatIsWanted(t *testing.T) {
	t.Parallel()
	items := func(yield func(int, error) bool) {
		for item := range 5 {
			if !yield(item, nil) {
				return
			}
		}
		yield(0, errors.New("the connection broke"))
	}
	one := func(_ context.Context, item int) (list.ListResult, bool) {
		return list.ListResult{DisplayName: fmt.Sprint(item), Identity: &tfsdk.ResourceIdentity{}}, true
	}
	for limit, want := range map[int64]string{0: "0 1 2 3 4 error ", 3: "0 1 2 ", 5: "0 1 2 3 4 ", 6: "0 1 2 3 4 error "} {
		var stream list.ListResultsStream
		framework.List(t.Context(), &stream, "list", items, limit, one)
		got := ""
		for result := range stream.Results {
			if result.Diagnostics.HasError() {
				result.DisplayName = "error"
			}
			got += result.DisplayName + " "
		}
		if got != want {
			t.Errorf("limit %d: got %q, want %q", limit, got, want)
		}
	}
}
