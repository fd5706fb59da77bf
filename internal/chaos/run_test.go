package chaos_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	faultRate = 0.2
	// retryUnit bounds the waits for the index to 30 ms.
	retryUnit = time.Millisecond
	// applies are as many as it may take to converge once nothing fails any more: the first may
	// meet the leftovers of one that failed, such as a task in the way of one of another name.
	applies = 4
)

// run is one estate that is applied, changed and destroyed while requests fail.
type run struct {
	*testing.T
	estate
	mock      *mockserver.Server
	terraform terraform
	server    *acctest.Site
	luck      *rand.Rand // decides what happens when
	rules     ruleWatch
	theirs    holdings        // what others have
	takenBack []func()        // what others do before they leave the site alone
	renamed   map[string]bool // grantees who have another name for a while
	shown     map[string]bool // ids that Terraform saw in Tableau

	commands  uint64 // with faults
	providers int    // were started, at most
	log       lockedBuffer
	tokens    sync.Map // of all sessions, and those that opened them
	told      []string // all commands with their diagnostics

	// settled is the configuration that was applied without a fault last.
	settled acctest.Configuration
	planted map[mockserver.RuleSet]mockserver.Rules
}

// terraform is what commands are given to.
type terraform interface {
	Plan(context.Context, *testing.T, acctest.Configuration) acctest.Outcome
	Apply(context.Context, *testing.T, acctest.Configuration) acctest.Outcome
	Refresh(context.Context, *testing.T) acctest.Outcome
	Import(ctx context.Context, t *testing.T, block acctest.Block, id string) []*tfprotov6.Diagnostic
	State(*testing.T) map[string]acctest.Object
	Tainted(address string) bool
}

// lockedBuffer is where the provider logs to.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func newRun(t *testing.T, seed uint64) *run {
	t.Helper()
	r := &run{T: t, estate: generate(seed), luck: rand.New(rand.NewPCG(seed, 0xfa017))} //nolint:gosec // It is to come again.
	mock, err := mockserver.New(r.site)
	if err != nil {
		t.Fatal(err)
	}
	r.mock = mock
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.keepSecrets(request)
		mock.ServeHTTP(w, request)
	}))
	t.Cleanup(listening.Close)
	site := &acctest.Site{Mock: mock, URL: listening.URL, RetryUnit: retryUnit}
	provider := r.signIn.attributes()
	if r.site.Product == mockserver.ProductCloud {
		provider["site"] = "demo"
	}
	inProcess := site.Estate(provider)
	inProcess.Concurrent = seed%2 == 1
	r.terraform, r.server = inProcess, site
	mock.WatchRules(r.rules.see)
	r.theirs = held(mock)
	r.planted = r.allRules()
	r.rules.found, r.rules.touched = map[place]mockserver.Rules{}, map[given]bool{}
	r.renamed, r.shown = map[string]bool{}, map[string]bool{}
	return r
}

// live is a run from the first apply to the last check.
func (r *run) live() {
	r.repeat(r.before)
	r.refresh()
	if r.chance(50) {
		r.settle(r.before)
	}
	if r.chance(30) {
		r.tryLocked(r.before)
	}
	final := r.after
	r.repeat(final)
	if r.chance(40) {
		final = nil
		r.repeat(final)
	}
	r.settle(final)
	if final != nil && r.chance(50) {
		r.settle(nil)
	}
	r.checkSecrets()
	r.checkSessions()
}

func (r *run) chance(percent int) bool { return r.luck.IntN(100) < percent }

// fail has requests of the next command fail, and others change the site.
func (r *run) fail() {
	r.Helper()
	r.commands++
	r.mock.SetBehaviour(r.site.Behaviour)
	if err := r.mock.SetFaultLottery(mockserver.FaultLottery{Rate: faultRate, Seed: r.seed<<8 + r.commands, Kinds: mockserver.FaultsAny}); err != nil {
		r.Fatal(err)
	}
	r.meddle()
}

// repeat applies up to three times, as a person does who is told of errors.
func (r *run) repeat(c acctest.Configuration) {
	r.Helper()
	for range 1 + r.luck.IntN(3) {
		r.fail()
		outcome := r.apply(c)
		if !outcome.Failed {
			return
		}
		r.calm()
		r.adopt(c, outcome)
	}
	if r.leftUnknown(r.terraform.State(r.T)) {
		r.adopt(c, r.apply(c)) // As an error advised, before the configuration changes.
	}
}

// calm ends faults, has others leave the site alone, and the index show all that there is.
func (r *run) calm() {
	r.leaveAlone()
	r.mock.StopFaultLottery()
	behaviour := r.site.Behaviour
	behaviour.IndexLag = 0
	r.mock.SetBehaviour(behaviour)
}

// settle applies without faults until nothing changes any more, and checks what there is then.
func (r *run) settle(c acctest.Configuration) {
	r.Helper()
	r.calm()
	for range applies {
		r.adopt(c, r.apply(c))
		if r.plan(c).Empty() {
			r.checkSettled(c)
			r.settled = c
			return
		}
	}
	r.Errorf("%d applies without a fault do not lead to an empty plan", applies)
}

var toImport = regexp.MustCompile(`terraform import ADDRESS (\S+)`)

// adopt does what an error says of an object that is there already, unless it is that of another
// resource, which is about to go, or went since. This is how a creation ends whose answer was lost and what it
// made could not be looked up: nobody could know of it.
func (r *run) adopt(c acctest.Configuration, outcome acctest.Outcome) {
	r.Helper()
	state := r.terraform.State(r.T)
	for address, change := range outcome.Changes {
		block, _ := c.Block(address)
		for _, d := range change.Diagnostics {
			if d.Severity != tfprotov6.DiagnosticSeverityError {
				continue
			}
			id := r.advised(block, d.Detail)
			noun := typeOf(address)
			if id == "" || r.theirs[noun][id] != nil || held(r.mock)[noun][id] == nil || isIn(state, id) {
				continue
			}
			r.told = append(r.told, "=== import "+address+" "+id+"\n")
			r.providers++
			acctest.FailOn(r.T, r.terraform.Import(r.Context(), r.T, block, id))
		}
	}
}

// advised is what an error says to import. Tableau does not show which output steps a flow task
// runs: of one that has some the error says to look.
func (r *run) advised(block acctest.Block, detail string) string {
	if found := toImport.FindStringSubmatch(detail); found != nil {
		return found[1]
	}
	if block.Config["output_steps"] == nil || !strings.Contains(detail, "the data source tableau_flow_tasks shows what is there") {
		return ""
	}
	state := r.terraform.State(r.T)
	for _, task := range r.mock.FlowTasks() {
		if task.Flow == block.Config["flow_id"] && len(task.OutputSteps) > 0 && !isIn(state, task.ID) && r.theirs["tableau_flow_task"][task.ID] == nil {
			return task.ID
		}
	}
	return ""
}

func isIn(state map[string]acctest.Object, id string) bool {
	for _, values := range state {
		if values["id"] == id {
			return true
		}
	}
	return false
}

func (r *run) plan(c acctest.Configuration) acctest.Outcome {
	r.Helper()
	return r.command("plan", 1, c, func(ctx context.Context) acctest.Outcome { return r.terraform.Plan(ctx, r.T, c) })
}

func (r *run) apply(c acctest.Configuration) acctest.Outcome {
	r.Helper()
	return r.command("apply", 2, c, func(ctx context.Context) acctest.Outcome { return r.terraform.Apply(ctx, r.T, c) })
}

func (r *run) refresh() {
	r.Helper()
	r.fail()
	r.command("refresh", 1, nil, func(ctx context.Context) acctest.Outcome { return r.terraform.Refresh(ctx, r.T) })
}

// command runs a command that starts so many providers, and checks what holds after any.
func (r *run) command(name string, providers int, c acctest.Configuration, do func(context.Context) acctest.Outcome) acctest.Outcome {
	r.Helper()
	if r.Failed() {
		r.FailNow() // Later violations follow from the first.
	}
	r.mock.ResetRequests()
	state, rules := r.terraform.State(r.T), r.allRules()
	tainted := r.tainted(state)
	if r.leftUnknown(state) {
		// What neither state nor the index knows can only be made again; between two commands there is time for the index.
		r.mock.CatchUpIndex()
	}
	r.rules.begin()
	outcome := do(tflogtest.RootLogger(r.Context(), &r.log))
	r.providers += providers
	r.tell(name, outcome)
	r.checkNothingLeftBehind(state, tainted, outcome)
	r.checkLocked()
	if name == "apply" {
		r.checkRules(c, state, tainted, rules, outcome)
	} else if len(r.rules.seen) > 0 {
		r.Errorf("a %s wrote rules", name)
	}
	r.forgetTouched()
	if name != "plan" && !outcome.Failed {
		r.keepShown(state, outcome)
	}
	return outcome
}

func (r *run) tainted(state map[string]acctest.Object) map[string]bool {
	tainted := map[string]bool{}
	for address := range state {
		tainted[address] = r.terraform.Tainted(address)
	}
	return tainted
}

// tell keeps what a command did, for who looks into a violation.
func (r *run) tell(name string, outcome acctest.Outcome) {
	var text strings.Builder
	fmt.Fprintf(&text, "=== %s, failed: %v\n", name, outcome.Failed)
	for _, request := range r.mock.Requests().Entries {
		fmt.Fprintf(&text, "%4d %s %s %s?%s -> %d %s\n", request.Sequence, request.Method, request.Route, request.Path, request.Query, request.Status, request.Fault)
	}
	var addresses []string
	for address := range outcome.Changes {
		addresses = append(addresses, address)
	}
	slices.Sort(addresses)
	for _, address := range addresses {
		change := outcome.Changes[address]
		fmt.Fprintf(&text, "%s: %s\n", address, change.Action)
		if change.Action != acctest.NoOp && change.Action != "" {
			fmt.Fprintf(&text, "  before: %v\n  after:  %v\n", change.Before, change.After)
		}
		for _, d := range change.Diagnostics {
			fmt.Fprintf(&text, "  %s %s\n", d.Severity, acctest.DescribeDiagnostic(d))
		}
	}
	r.told = append(r.told, text.String())
}

// checkSecrets looks for the secret of the sign-in and for all tokens in all that the provider said.
func (r *run) checkSecrets() {
	r.Helper()
	said := r.log.String()
	for _, told := range r.told {
		said += told
	}
	secrets := []string{r.signIn.secret}
	r.tokens.Range(func(token, _ any) bool {
		secret, _, _ := strings.Cut(token.(string), "|")
		secrets = append(secrets, secret)
		return true
	})
	for _, secret := range secrets {
		if strings.Contains(said, secret) {
			r.Errorf("the secret %q is in diagnostics or the log", secret)
		}
	}
}

// checkSessions is about sign-ins: one for each provider, and further ones only after a
// session ended or the answer to one was lost.
func (r *run) checkSessions() {
	r.Helper()
	whole, ended := 0, 0
	for _, told := range r.told {
		for line := range strings.Lines(told) {
			if strings.Contains(line, "POST /auth/signin") && strings.HasSuffix(strings.TrimSpace(line), "-> 200") {
				whole++
			}
			if strings.Contains(line, "-> 401") {
				ended++
			}
		}
	}
	if whole > r.providers+ended {
		r.Errorf("%d sign-ins of %d providers with %d refused sessions", whole, r.providers, ended)
	}
}
