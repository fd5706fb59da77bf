package tableau_test

import (
	"net/http"
	"testing"
)

// The list follows a deletion with some delay, and a replacement deletes first.
func TestExtractRefreshTaskAddToSchedule_takesNoDeletedTaskForOneThatIsThere(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("DELETE "+taskURI+"t1", status(http.StatusNoContent, ""))
	f.answer("GET "+extracts, extractList(`id="t1" type="FullRefresh"><workbook id="w1"/`))
	f.answer("PUT "+addToS1, oneTask(serverTask, "t2"))
	tasks := f.client(t).ExtractRefreshTasks()
	if err := tasks.Delete(t.Context(), "t1"); err != nil {
		t.Fatal(err)
	}
	made, _, err := tasks.AddToSchedule(t.Context(), "s1", sales)
	if err != nil || made.ID != "t2" {
		t.Errorf("made %q, %v, want t2", made.ID, err)
	}
}
