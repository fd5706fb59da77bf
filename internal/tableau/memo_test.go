package tableau

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
)

func TestMemo_whoAsksAfterAWriteIsNotServedByAFetchBegunBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fetches, answer := 0, make(chan struct{})
		rules := memo[string]{fetch: func(ctx context.Context, _ string) (string, error) {
			fetches++
			if fetches > 1 {
				return "after", nil
			}
			<-answer
			return "before", nil
		}}
		go func() {
			if got, err := rules.get(t.Context(), "w1"); got != "before" || err != nil {
				t.Errorf("asked before the write: got %q, %v", got, err)
			}
		}()
		synctest.Wait()
		rules.forget()
		asked := make(chan string, 1)
		go func() {
			got, err := rules.get(t.Context(), "w1")
			asked <- fmt.Sprintf("%q, %v", got, err)
		}()
		synctest.Wait()
		close(answer)
		if got := <-asked; got != `"after", <nil>` {
			t.Errorf("asked after the write: got %s", got)
		}
		synctest.Wait()
		if got, err := rules.get(t.Context(), "w1"); got != "after" || err != nil || fetches != 2 {
			t.Errorf("asked again: got %q, %v after %d fetches, want the second one's", got, err, fetches)
		}
	})
}

func TestPermissionsMemory_forgetsOtherItemsWithWhatMayLockThem(t *testing.T) {
	t.Parallel()
	reads := 0
	memory := permissionsMemory{get: func(context.Context, RulesOf) (RuleSet, error) {
		reads++
		return RuleSet{}, nil
	}}
	sales := RulesOf{ContentType: "workbook", ID: "sales"}
	for _, step := range []struct {
		written string
		reads   int
	}{{"workbook", 1}, {"project", 2}, {"datasource", 2}, {"database", 3}} {
		memory.wrote(RulesOf{ContentType: step.written, ID: "another"})
		if _, err := memory.read(t.Context(), sales); err != nil || reads != step.reads {
			t.Errorf("%d reads after a write to another %s, want %d (%v)", reads, step.written, step.reads, err)
		}
	}
}
