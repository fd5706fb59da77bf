package framework_test

import (
	"context"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// controls are what a terminal may take for an order, an attempt at another line, and text that turns around.
const controls = "a\x1b[2Jb\u009b2Jc\r\nd\u202ee"

func TestErrors_showATerminalNothingItWouldObey(t *testing.T) {
	t.Parallel()
	shown := framework.ErrorDiagnostic("", &tableau.Error{Doing: controls, Status: 400, Code: "400000", Summary: controls})
	if want := "Cannot a\ufffd[2Jb\ufffd2Jc  d\ufffde"; shown.Summary() != want {
		t.Errorf("got  %q\nwant %q", shown.Summary(), want)
	}
	if want := "Was answered with error 400000 (HTTP 400): a\ufffd[2Jb\ufffd2Jc \nd\ufffde."; shown.Detail() != want {
		t.Errorf("got  %q\nwant %q", shown.Detail(), want)
	}
}

func TestList_showsNamesOnOneLine(t *testing.T) {
	t.Parallel()
	var stream list.ListResultsStream
	items := func(yield func(string, error) bool) { yield(controls, nil) }
	framework.List(t.Context(), &stream, "list", items, 0, func(_ context.Context, name string) (list.ListResult, bool) {
		return list.ListResult{DisplayName: name}, true
	})
	shown := slices.Collect(stream.Results)
	if want := "a\ufffd[2Jb\ufffd2Jc  d\ufffde"; len(shown) != 1 || shown[0].DisplayName != want {
		t.Errorf("got %+v, want %q", shown, want)
	}
}
