package mockserver

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// scheduleStore holds all schedules, and what finding a name and listing by name would otherwise go through all of them for.
type scheduleStore struct {
	byID   map[string]*Schedule
	named  map[string]int // how many have a name, its case left aside
	byName []*Schedule    // nil when it must be sorted anew
}

// put keeps a schedule, in place of the one with its id.
func (st *scheduleStore) put(s Schedule) {
	if st.byID == nil {
		st.byID, st.named = map[string]*Schedule{}, map[string]int{}
	}
	stored, known := st.byID[s.ID]
	switch {
	case !known:
		stored = &Schedule{}
		st.byID[s.ID] = stored
	case stored.Name == s.Name:
		*stored = s
		return
	default:
		st.named[withoutCase(stored.Name)]--
	}
	*stored = s
	st.named[withoutCase(s.Name)]++
	st.byName = nil
}

func (st *scheduleStore) remove(id string) bool {
	stored, found := st.byID[id]
	if !found {
		return false
	}
	delete(st.byID, id)
	st.named[withoutCase(stored.Name)]--
	st.byName = nil
	return true
}

// nameTaken reports whether another schedule has the name. Case is not told apart: whether the service does is not
// established, and this is the stricter guess.
func (st *scheduleStore) nameTaken(name, exceptID string) bool {
	others := st.named[withoutCase(name)]
	if own, found := st.byID[exceptID]; found && withoutCase(own.Name) == withoutCase(name) {
		others--
	}
	return others > 0
}

// withoutCase is the same for names that differ in case alone. Some letters have one upper case and two lower ones.
func withoutCase(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// sorted are all schedules by name, not to be changed.
func (st *scheduleStore) sorted() []*Schedule {
	if st.byName == nil {
		for _, s := range st.byID {
			st.byName = append(st.byName, s)
		}
		slices.SortFunc(st.byName, func(a, b *Schedule) int {
			return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
		})
	}
	return st.byName
}

// run lets every schedule whose time has come run: its next run and its last update move, nothing else does.
func (st *scheduleStore) run(now time.Time, zone *time.Location) {
	for _, s := range st.byID {
		for !s.NextRunAt.IsZero() && !s.NextRunAt.After(now) {
			s.UpdatedAt = s.NextRunAt
			s.NextRunAt = nextRun(*s, s.UpdatedAt, zone)
		}
	}
}
