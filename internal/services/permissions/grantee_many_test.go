package permissions_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// tenAtOnce does something for ten blocks, as Terraform does.
func tenAtOnce(t *testing.T, blocks int, do func(i int) ([]*tfprotov6.Diagnostic, error)) {
	t.Helper()
	var group errgroup.Group
	group.SetLimit(10)
	for i := range blocks {
		group.Go(func() error {
			diagnostics, err := do(i)
			if err == nil && len(diagnostics) > 0 {
				err = fmt.Errorf("block %d: %s", i, texts(diagnostics))
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
}

// readsAndOthers are how many requests were for permissions, and the routes of the rest.
func readsAndOthers(site *acctest.Site) (reads int, others []string) {
	for _, request := range site.Mock.Requests().Entries {
		if strings.HasSuffix(request.Route, "/permissions") {
			reads++
		} else {
			others = append(others, request.Route)
		}
	}
	return reads, others
}

// A thousand blocks, ten groups on each of a hundred workbooks.
func TestGranteePermissions_aThousandOnAHundredItemsTakeAHundredReads(t *testing.T) {
	t.Parallel()
	const items, groups = 100, 10
	seed := mockserver.Seed{}
	seeded := mockserver.Rules{}
	for i := range groups {
		name := fmt.Sprintf("g%d", i)
		seed.Groups = append(seed.Groups, mockserver.Group{Name: name})
		seeded["group:"+name] = map[string]string{"Read": "Allow", "Filter": "Deny"}
	}
	var states []acctest.Object
	for i := range items {
		id := fmt.Sprintf("22222222-2000-4000-8000-%012d", i)
		seed.Workbooks = append(seed.Workbooks, mockserver.Workbook{ID: id, Name: id})
		seed.Permissions = append(seed.Permissions, mockserver.Permissions{ContentType: "workbook", Content: id, Rules: seeded})
		for grantee := range seeded {
			states = append(states, acctest.Object{
				"content_type": "workbook", "content_id": id, "grantee": grantee, "capabilities": acctest.Object{"Read": "Allow", "Filter": "Deny"},
			})
		}
	}
	site := acctest.NewMock(t, mockserver.Options{Seed: seed})
	p := site.Protocol(t.Context(), t, nil)
	tenAtOnce(t, len(states), func(i int) ([]*tfprotov6.Diagnostic, error) {
		state := p.Resource(t, granteePermissions, states[i])
		read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: granteePermissions, CurrentState: state})
		if err != nil {
			return nil, err
		}
		if after := fmt.Sprint(p.DecodeResource(t, granteePermissions, read.NewState)); after != fmt.Sprint(states[i]) {
			return read.Diagnostics, fmt.Errorf("read %s, want %v", after, states[i])
		}
		if i%groups > 0 {
			return read.Diagnostics, nil
		}
		planned, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: granteePermissions, PriorState: read.NewState, PriorPrivate: read.Private, Config: state, ProposedNewState: state,
		})
		if err != nil {
			return nil, err
		}
		return append(read.Diagnostics, planned.Diagnostics...), nil
	})
	reads, others := readsAndOthers(site)
	// Besides: the version, the sign-in and one list of groups.
	if reads != items || len(others) > 3 {
		t.Errorf("%d reads of permissions and %d other requests: %v", reads, len(others), others)
	}
}

func TestGranteePermissions_manyAtOnceOnOneItemDoNotDisturbEachOther(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.22", "3.29"} {
		for _, way := range []string{"", "ignore", "flip"} {
			t.Run(version+"/"+way, func(t *testing.T) {
				t.Parallel()
				disturbNobody(t, siteOf(t, version, mockserver.Behaviour{OtherModePut: way}))
			})
		}
	}
}

// disturbNobody has twenty blocks of one item made, turned and destroyed at once.
func disturbNobody(t *testing.T, site *acctest.Site) {
	t.Helper()
	const blocks = 20
	for i := range blocks {
		site.Mock.AddGroup(mockserver.Group{Name: fmt.Sprintf("g%d", i)})
	}
	site.Mock.WatchRules(func(_ mockserver.RuleSet, rules mockserver.Rules) {
		if rules["group:Analysts"]["Read"] != "Allow" {
			t.Errorf("for a moment the rules were %v", rules)
		}
	})
	states := make([]*tfprotov6.ApplyResourceChangeResponse, blocks)
	turn := func(capabilities acctest.Object) {
		t.Helper()
		p := site.Protocol(t.Context(), t, nil) // Each turn is a run of its own.
		tenAtOnce(t, blocks, func(i int) ([]*tfprotov6.Diagnostic, error) {
			request := &tfprotov6.ApplyResourceChangeRequest{
				TypeName: granteePermissions, PriorState: p.Resource(t, granteePermissions, nil), PlannedState: p.Resource(t, granteePermissions, nil),
			}
			if capabilities != nil {
				request.PlannedState = p.Resource(t, granteePermissions, granted(fmt.Sprintf("group:g%d", i), capabilities))
			}
			if states[i] != nil {
				request.PriorState, request.PlannedPrivate, request.PlannedIdentity = states[i].NewState, states[i].Private, states[i].NewIdentity
			}
			request.Config = request.PlannedState
			var err error
			states[i], err = p.ApplyResourceChange(t.Context(), request)
			if err != nil {
				return nil, err
			}
			return states[i].Diagnostics, nil
		})
		want := mockserver.Rules{"group:Analysts": {"Read": "Allow"}}
		for i := range blocks {
			for capability, mode := range capabilities {
				if want[fmt.Sprintf("group:g%d", i)] == nil {
					want[fmt.Sprintf("group:g%d", i)] = map[string]string{}
				}
				want[fmt.Sprintf("group:g%d", i)][capability] = mode.(string)
			}
		}
		has(t, site, salesSet, want)
	}
	turn(acctest.Object{"Read": "Allow", "Write": "Deny"})
	turn(acctest.Object{"Read": "Deny", "Write": "Allow"})
	turn(nil)
}
