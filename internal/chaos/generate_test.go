package chaos_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// estate is what a seed makes: a site, a configuration, and what it is changed to.
type estate struct {
	seed          uint64
	site          mockserver.Options // without faults
	signIn        signIn
	before, after acctest.Configuration
}

// generate makes the same estate of the same seed, always.
func generate(seed uint64) estate {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 0x7ab1ea0)), taken: map[string]bool{}, names: map[string]int{}} //nolint:gosec // It is to come again.
	e := estate{seed: seed, site: mockserver.Options{
		Product:    mockserver.ProductServer,
		APIVersion: pick(g, "3.29", "3.24", "3.22"),
		Behaviour: mockserver.Behaviour{
			IndexLag:                 g.IntN(4),
			FlowTaskDelete:           true, // Else nothing that has a flow task could be taken down.
			PartialUpdateResponse:    g.chance(30),
			RefuseDuplicateTasks:     g.chance(30),
			PartialPut:               g.chance(30),
			PutShowsSentRules:        g.chance(30),
			ScatteredRules:           g.chance(30),
			ContentByIDAlone:         g.chance(30),
			ReplaceMayClear:          g.chance(50),
			LockedAnswers403039:      g.chance(30),
			LockedProjectsHideParent: g.chance(30),
			OtherModePut:             pick(g, "", "ignore", "flip"),
			BareSubscriptions:        g.chance(30),
		},
	}}
	if g.cloud = g.chance(50); g.cloud {
		e.site.Product = mockserver.ProductCloud
	}
	e.site.Seed = planted(e.site.Product)
	if g.chance(50) {
		e.site.Now = aheadOfOurs
	}
	e.signIn = g.signIn(e.site)
	g.nouns, g.serverSchedules = nouns, !g.cloud && !e.signIn.scoped
	if e.signIn.scoped {
		g.nouns = slices.DeleteFunc(slices.Clone(nouns), func(n noun) bool { return n.resource == "tableau_flow_task" || n.timed && !g.cloud })
	}
	e.before = g.configuration()
	e.after = g.changed(e.before)
	return e
}

// generator makes up resources. Those of both configurations never want the same
// of the site: one task for a schedule and a workbook, one owner of a rule set.
type generator struct {
	*rand.Rand
	cloud bool
	// nouns are what the signed-in user can manage, and schedules where serverSchedules says so.
	nouns           []noun
	serverSchedules bool

	taken map[string]bool
	names map[string]int
	// schedules are those of the configuration being made.
	schedules acctest.Configuration
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func pick[T any](g *generator, from ...T) T { return from[g.IntN(len(from))] }

// some are at least one of those given, in their order.
func some[T any](g *generator, from []T) []T {
	var chosen []T
	for _, one := range from {
		if g.chance(50) {
			chosen = append(chosen, one)
		}
	}
	if len(chosen) == 0 {
		chosen = []T{pick(g, from...)}
	}
	return chosen
}

// free reports whether nobody has the thing yet, and takes it.
func (g *generator) free(thing string) bool {
	if g.taken[thing] {
		return false
	}
	g.taken[thing] = true
	return true
}

func (g *generator) block(of string, config acctest.Object) acctest.Block {
	g.names[of]++
	return acctest.Block{Type: of, Name: fmt.Sprintf("n%d", g.names[of]), Config: config}
}

// noun is a resource: how one is made up, changed in place, and changed so that
// it must be replaced. nil: it cannot, or nothing is free for it.
type noun struct {
	resource       string
	timed          bool // It runs at some time.
	make           func(*generator) acctest.Object
	alter, replace func(*generator, acctest.Object) acctest.Object
}

var nouns = []noun{
	{"tableau_extract_refresh_task", true, (*generator).extractTask, (*generator).alterExtractTask, (*generator).replaceExtractTask},
	{"tableau_flow_task", true, (*generator).flowTask, nil, (*generator).replaceFlowTask},
	{"tableau_subscription", true, (*generator).subscription, (*generator).alterSubscription, (*generator).replaceSubscription},
	{"tableau_permissions", false, (*generator).permissions, (*generator).alterPermissions, (*generator).replacePermissions},
	{"tableau_grantee_permissions", false, (*generator).granteePermissions, (*generator).alterGranteePermissions, (*generator).replaceGranteePermissions},
	{"tableau_default_permissions", false, (*generator).defaultPermissions, (*generator).alterPermissions, (*generator).replaceDefaultPermissions},
}

func nounOf(resource string) noun {
	return nouns[slices.IndexFunc(nouns, func(n noun) bool { return n.resource == resource })]
}

// configuration is 4 to 10 resources.
func (g *generator) configuration() acctest.Configuration {
	if g.serverSchedules {
		for range 1 + g.IntN(3) {
			g.schedules = append(g.schedules, g.block("tableau_schedule", g.schedule()))
		}
	}
	all := slices.Clone(g.schedules)
	for size := 4 + g.IntN(7); len(all) < size; {
		all = append(all, g.added()...)
	}
	return all
}

// added is a new resource that is no schedule, with one that it leaves room for
// beside it.
func (g *generator) added() acctest.Configuration {
	made := pick(g, g.nouns...)
	config := made.make(g)
	if config == nil {
		return nil
	}
	all := acctest.Configuration{g.block(made.resource, config)}
	if beside := g.besides(config); beside != nil {
		all = append(all, g.block("tableau_grantee_permissions", beside))
	}
	return all
}

// changed is what becomes of a configuration: some of it stays, some changes,
// some goes, some is new.
func (g *generator) changed(before acctest.Configuration) acctest.Configuration {
	g.schedules = g.changedSchedules(before)
	all := slices.Clone(g.schedules)
	for _, block := range before {
		if block.Type != "tableau_schedule" {
			all = append(all, g.changedBlock(block)...)
		}
	}
	for range g.IntN(3) {
		all = append(all, g.added()...)
	}
	if len(all) == 0 {
		return g.added()
	}
	return all
}

func (g *generator) changedSchedules(before acctest.Configuration) (left acctest.Configuration) {
	for _, block := range before {
		if block.Type != "tableau_schedule" {
			continue
		}
		switch fate := g.IntN(100); {
		case fate < 40:
			left = append(left, block)
		case fate < 65:
			left = append(left, acctest.Block{Type: block.Type, Name: block.Name, Config: g.alterSchedule(block.Config)})
		case fate < 80 && !isReferredTo(before, block):
			left = append(left, acctest.Block{Type: block.Type, Name: block.Name, Config: g.replaceSchedule(block.Config)})
		}
	}
	if g.serverSchedules && g.chance(30) {
		left = append(left, g.block("tableau_schedule", g.schedule()))
	}
	return left
}

func isReferredTo(in acctest.Configuration, one acctest.Block) bool {
	return slices.ContainsFunc(in, func(b acctest.Block) bool {
		return slices.ContainsFunc(b.References(), func(r acctest.Reference) bool { return r.Address == one.Address() })
	})
}

// changedBlock is what becomes of a resource that is no schedule: itself, changed
// or not, one of another name in its place, or nothing.
func (g *generator) changedBlock(block acctest.Block) acctest.Configuration {
	of := nounOf(block.Type)
	change := func(how func(*generator, acctest.Object) acctest.Object, otherwise ...acctest.Block) acctest.Configuration {
		if how != nil {
			if config := how(g, maps.Clone(block.Config)); config != nil {
				return acctest.Configuration{{Type: block.Type, Name: block.Name, Config: config}}
			}
		}
		return otherwise
	}
	if g.lostSchedule(block) {
		// Without create_before_destroy Terraform destroys a schedule before it moves what runs on
		// it, which the service refuses: only what is replaced or removed can follow.
		if block.Type == "tableau_subscription" || g.chance(50) {
			return nil
		}
		return change(of.replace)
	}
	switch fate := g.IntN(100); {
	case fate < 35:
		return acctest.Configuration{block}
	case fate < 65:
		return change(of.alter, block)
	case fate < 80:
		return change(of.replace, block)
	case fate < 85:
		return acctest.Configuration{g.block(block.Type, block.Config)}
	}
	return nil
}

// lostSchedule reports whether a resource runs on a schedule that goes.
func (g *generator) lostSchedule(block acctest.Block) bool {
	return slices.ContainsFunc(block.References(), func(r acctest.Reference) bool {
		_, stays := g.schedules.Block(r.Address)
		return !stays
	})
}
