package acctest

import (
	"slices"
	"sync"
	"testing"
)

// step is something that a command does, after others.
type step struct {
	id    string
	after []string // ids, those that there are
	do    func() (well bool)
}

// walk takes all steps whose turn comes, at the same time or one after the other,
// until no more can be taken: what comes after one that failed is left out.
func (e *Estate) walk(t *testing.T, steps []*step) (failed bool) {
	t.Helper()
	waiting := slices.Clone(steps)
	for {
		ready := slices.DeleteFunc(slices.Clone(waiting), func(s *step) bool {
			return slices.ContainsFunc(waiting, func(other *step) bool { return slices.Contains(s.after, other.id) })
		})
		if len(ready) == 0 {
			return failed
		}
		waiting = slices.DeleteFunc(waiting, func(s *step) bool { return slices.Contains(ready, s) })
		for _, s := range e.take(t, ready) {
			failed = true
			waiting = withoutFollowers(waiting, s.id)
		}
	}
}

// take takes steps, and gives those that failed.
func (e *Estate) take(t *testing.T, steps []*step) (failed []*step) {
	t.Helper()
	together := 1
	if e.Concurrent {
		together = parallelism
	}
	var taken sync.WaitGroup
	slots, well := make(chan struct{}, together), make([]bool, len(steps))
	for i, s := range steps {
		slots <- struct{}{}
		taken.Go(func() {
			defer func() { <-slots }()
			well[i] = s.do()
		})
	}
	taken.Wait()
	for i, s := range steps {
		if !well[i] {
			failed = append(failed, s)
		}
	}
	return failed
}

// withoutFollowers leaves out what comes after a step, directly or not.
func withoutFollowers(steps []*step, id string) []*step {
	for _, s := range steps {
		if slices.Contains(s.after, id) {
			steps = slices.DeleteFunc(slices.Clone(steps), func(other *step) bool { return other == s })
			steps = withoutFollowers(steps, s.id)
		}
	}
	return steps
}
