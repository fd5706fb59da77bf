package tableau

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// planLasts is how long after the read that it was planned on a replacement may be
// sent, which only who owns the whole rule set sends: it takes along what others added
// meanwhile, unseen. Other steps touch no rule but those that the write is about.
const planLasts = 30 * time.Second

// Written is what a write of rules met and what it left behind.
type Written struct {
	// Before is what was there when the write began.
	Before RuleSet
	// After is what is there now: read back, or, where that failed too, what the
	// calls that succeeded must have made of it. Read is false when nothing could be read at all.
	After RuleSet
	Read  bool
	// Unseen is set where a call failed and what is there could not be read back.
	Unseen bool
	// OwnersPerhaps are missing rules of one user who may be the owner and not need
	// them: nobody could say who that is. The write succeeded but for them.
	OwnersPerhaps []Difference
	// Perhaps are the rules aimed at, where a call that may have made them was not
	// answered and what is there could not be read back.
	Perhaps Rules
}

// Added gives the rules that are there now, or may be, and were not before.
func (w Written) Added() Rules {
	added := Rules{}
	for _, there := range []Rules{w.After.Rules, w.Perhaps} {
		for grantee, capabilities := range there {
			for capability, mode := range capabilities {
				if w.Before.Rules[grantee][capability] != mode {
					added.add(rule{grantee, capability, mode})
				}
			}
		}
	}
	return added
}

// Replace makes the rules of an item these, those of spared grantees apart, which
// no call touches; a nil spared spares nobody. What is told of a failure
// is in the comment of Written; a NotKeptError says that every call went well
// and the rules are others all the same, a NotReadBackError that every call went
// well and nobody knows more.
func (p Permissions) Replace(ctx context.Context, of RulesOf, wanted Rules, spared func(Grantee) bool) (Written, error) {
	decides := func(r rule) bool { return spared == nil || !spared(r.grantee) }
	return p.write(ctx, of, aim{rules: wanted, decides: decides, whole: spared == nil})
}

// ReplaceOf makes the rules of one grantee these and touches no other's. No
// capabilities take all its rules away. It fails as Replace does.
func (p Permissions) ReplaceOf(ctx context.Context, of RulesOf, grantee Grantee, capabilities map[string]string) (Written, error) {
	decides := func(r rule) bool { return r.grantee == grantee }
	return p.write(ctx, of, aim{rules: Rules{grantee: capabilities}, decides: decides})
}

// Revoke takes these rules away where they still are in this mode, those of spared
// grantees apart, whom it asks for once no other write of these rules is under way; a nil
// spared spares nobody. It fails as Replace does.
func (p Permissions) Revoke(ctx context.Context, of RulesOf, rules Rules, spared func(Grantee) bool) (Written, error) {
	return p.write(ctx, of, aim{decides: revokes(rules, spared), whole: true})
}

// RevokeOf is Revoke for who shares the rule set with others, and touches no rule but these.
func (p Permissions) RevokeOf(ctx context.Context, of RulesOf, rules Rules, spared func(Grantee) bool) (Written, error) {
	return p.write(ctx, of, aim{decides: revokes(rules, spared)})
}

func revokes(rules Rules, spared func(Grantee) bool) func(rule) bool {
	return func(r rule) bool {
		return rules[r.grantee][r.capability] == r.mode && (spared == nil || !spared(r.grantee))
	}
}

// aim is what a write is to bring about.
type aim struct {
	// decides tells which rules the write is about; all others stay as they are.
	decides func(rule) bool
	// rules are what there is to be of those.
	rules Rules
	// whole is set for who shares the item's rule set with nobody: while it shows no rule
	// that the write is not about, one call may replace it.
	whole bool
}

// write reads the rules anew, for a plan may be hours old, and leads them to the aim.
func (p Permissions) write(ctx context.Context, of RulesOf, to aim) (Written, error) {
	release, err := p.client.permissions.writing.acquire(ctx, of.String())
	if err != nil {
		return Written{}, fmt.Errorf("cannot change %s: %w", of, err)
	}
	defer release()
	found, err := p.get(ctx, of)
	if err != nil {
		return Written{}, err
	}
	readAt := time.Now()
	written := Written{Before: found.ruleSet(of), After: found.ruleSet(of), Read: true}
	session, err := p.client.signIn(ctx, nil)
	if err != nil {
		return written, err
	}
	steps := to.steps(found, of, session)
	if len(steps) == 0 {
		return written, nil
	}
	defer p.client.permissions.wrote(of)
	for attempt := 0; ; attempt++ {
		known := found.shown()
		failure := p.takeAll(ctx, of, steps, known, readAt.Add(planLasts))
		written.After.Rules = known.rules()
		if failure == nil {
			return p.readBack(ctx, of, to, written)
		}
		again := (IsUncertain(failure) && !isFinal(failure) || isHeldUp(failure)) && attempt < p.client.config.MaxRetries && p.client.pause(ctx, attempt, failure) == nil
		// Whoever repeats a step must know what it did, and what others did meanwhile.
		if found, err = p.lookAfterFailure(ctx, of, failure); err != nil {
			written.Unseen = !IsNotFound(err)
			if written.Unseen && IsUncertain(failure) {
				written.Perhaps = to.rules
			}
			return written, err
		}
		readAt = time.Now()
		written.After = found.ruleSet(of)
		if IsUncertain(failure) && len(to.differences(written.After)) == 0 {
			return written, nil
		}
		// A grantee who is gone can be in no replacement, and in the way of no other step.
		gone := to.whole && len(to.rules) == 0 && isOfNobody(failure)
		if !again && !gone {
			return written, failure
		}
		to.whole = to.whole && !gone
		steps = to.steps(found, of, session)
	}
}

// takeAll takes steps until one fails, and makes of the rules that are known
// what the steps make of them. A rule of a grantee who is gone, which cannot be
// deleted, holds for nobody: it keeps nothing else from being done.
func (p Permissions) takeAll(ctx context.Context, of RulesOf, steps []step, known ruleKeys, replaceBy time.Time) error {
	var ofNobody error
	for _, step := range steps {
		err := p.take(ctx, of, step, replaceBy)
		switch {
		case err == nil:
			step.apply(known)
		case step.deletes() && isOfNobody(err):
			ofNobody = err
		default:
			return err
		}
	}
	return ofNobody
}

// isOfNobody reports that a rule was refused because its grantee is gone.
func isOfNobody(err error) bool {
	return errors.Is(err, codeUserNotFound) || errors.Is(err, codeGroupNotFound)
}

// readBack compares what is there after all calls went well with what was aimed at. An
// interrupt leaves time for one look, which may be too early for the index.
func (p Permissions) readBack(ctx context.Context, of RulesOf, to aim, written Written) (Written, error) {
	get := func(ctx context.Context) (RuleSet, error) { return p.getAfter(ctx, of, to) }
	kept := func(after RuleSet) bool { return len(to.differences(after)) == 0 }
	after, err := await(ctx, p.client, get, kept)
	if err != nil && ctx.Err() != nil {
		brief, cancel := forLastLook(ctx)
		defer cancel()
		if after, err = get(brief); err == nil && !kept(after) {
			err = fmt.Errorf("a look after the interrupt does not show them: %w", ctx.Err())
		}
	}
	switch {
	case IsNotFound(err):
		return written, err
	case err != nil:
		return written, &NotReadBackError{Of: of, Cause: err}
	}
	written.After = after
	switch differences := to.differences(after); {
	case perhapsOwners(differences, after):
		written.OwnersPerhaps = differences
	case len(differences) > 0:
		return written, &NotKeptError{Of: of, Differences: differences}
	}
	return written, nil
}

// lookAfterFailure reads what a failed write left behind, an interrupted one
// too. The error, if any, is what to tell of both.
func (p Permissions) lookAfterFailure(ctx context.Context, of RulesOf, failure error) (permissionsAnswer, error) {
	ctx = patiently(ctx)
	if ctx.Err() != nil {
		brief, cancel := forLastLook(ctx)
		defer cancel()
		ctx = brief
	}
	left, err := p.get(ctx, of)
	if err != nil && !IsNotFound(err) {
		err = fmt.Errorf("%w; reading what it left behind failed too: %w", failure, err)
	}
	return left, err
}

// take makes one step. Deleting what is not there is no failure.
func (p Permissions) take(ctx context.Context, of RulesOf, step step, replaceBy time.Time) error {
	call := p.stepCall(of, step)
	if step.replaces() {
		call.sendBy = replaceBy
	}
	_, err := send[nothing](ctx, p.client, call)
	var refused *Error
	if !step.deletes() || !errors.As(err, &refused) || refused.Status != http.StatusNotFound || refused.notFound {
		return err
	}
	if refused.Code == codeRuleNotSet {
		return nil
	}
	// Other codes also speak of what Tableau does not know at all, or no longer.
	shown, lookup := p.get(ctx, of)
	switch {
	case IsNotFound(lookup):
		return lookup
	case lookup == nil && !shown.shown()[step.rules[0]]:
		return nil
	}
	return err
}
