package chaos_test

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// meddler is somebody else who changes the site, behind Terraform's back.
type meddler struct {
	*run

	luck  *rand.Rand
	state map[string]acctest.Object // before the command
	// during tells who changes things while a command runs from who did it before.
	during bool
}

// meddlings are what others do. They say what that was: nothing, where there was nothing to do it to.
var meddlings = []func(*meddler) string{
	(*meddler).renameContent, (*meddler).renameGrantee,
	(*meddler).changeSchedule, (*meddler).changeSubscription, (*meddler).changeTask,
	(*meddler).deleteManaged, (*meddler).deleteSchedule,
	(*meddler).addTask, (*meddler).addSubscription, (*meddler).useSchedule,
	(*meddler).grant, (*meddler).grant, (*meddler).revoke, (*meddler).revoke, (*meddler).lock, (*meddler).letTimePass,
}

// boundariesOfCommand are as many as many a command has: others meddle at one of them.
const boundariesOfCommand = 60

// meddle lets others change the site, before the next command or while it runs.
func (r *run) meddle() {
	r.Helper()
	if r.chance(30) {
		r.meddler(false).act()
	}
	r.mock.Watch(nil)
	if !r.chance(30) {
		return
	}
	m, at := r.meddler(true), int64(1+r.luck.IntN(boundariesOfCommand))
	var passed atomic.Int64
	r.mock.Watch(func(mockserver.Boundary) bool {
		if passed.Add(1) == at {
			m.act()
		}
		return true
	})
}

// meddler has luck of its own: when it acts among requests at the same time does not change what else happens.
func (r *run) meddler(during bool) *meddler {
	r.Helper()
	luck := rand.New(rand.NewPCG(r.luck.Uint64(), 0xedd1e)) //nolint:gosec // It is to come again.
	return &meddler{run: r, luck: luck, state: r.terraform.State(r.T), during: during}
}

func (m *meddler) act() {
	defer func() {
		if mistake := recover(); mistake != nil { // A server takes it for a connection to be dropped.
			m.Errorf("others cannot meddle: %v", mistake)
		}
	}()
	if done := meddlings[m.luck.IntN(len(meddlings))](m); done != "" {
		m.told = append(m.told, fmt.Sprintf("=== others, during a command: %v: %s\n", m.during, done))
	}
}

func (m *meddler) chance(percent int) bool { return m.luck.IntN(100) < percent }

// oneOf gives "" if there is none.
func (m *meddler) oneOf(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[m.luck.IntN(len(all))]
}

// later is what others take back before they leave the site alone.
func (m *meddler) later(undo func()) { m.takenBack = append(m.takenBack, undo) }

// leaveAlone ends all meddling, and takes back what would be in the way of the configuration.
func (r *run) leaveAlone() {
	r.mock.Watch(nil)
	for _, undo := range r.takenBack {
		undo()
	}
	r.takenBack = nil
}
