package permissions

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	salesRules    = tableau.RulesOf{ContentType: "workbook", ID: "4d652179-36bf-47e4-a9dc-e069227c72d0"}
	ordersRules   = tableau.RulesOf{ContentType: "datasource", ID: "4d652179-36bf-47e4-a9dc-e069227c72d0"}
	salesDefaults = tableau.RulesOf{ContentType: "project", ID: "4d652179-36bf-47e4-a9dc-e069227c72d0", DefaultFor: "workbook"}
	claimFinance  = tableau.Grantee{Kind: tableau.GroupGrantee, ID: "g1"}
	claimAuditors = tableau.Grantee{Kind: tableau.GroupGrantee, ID: "g2"}
	claimRead     = map[string]string{"Read": "Allow"}
	claimWrite    = map[string]string{"Write": "Allow"}
)

// staking is a plan of a block.
type staking func(*framework.Connection, *diag.Diagnostics)

func whole(of tableau.RulesOf, wanted tableau.Rules, ignored forms) staking {
	return func(c *framework.Connection, diags *diag.Diagnostics) {
		claimAll(c, of, wanted, ignored, path.Root("content_id"), diags)
	}
}

func single(grantee tableau.Grantee, text string, capabilities map[string]string) staking {
	return func(c *framework.Connection, diags *diag.Diagnostics) {
		claimGrantee(c, salesRules, grantee, text, capabilities, diags)
	}
}

func TestClaims_whoComesSecondIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	reads, writes := tableau.Rules{claimFinance: claimRead}, tableau.Rules{claimFinance: claimWrite}
	for name, test := range map[string]struct {
		first, second staking
		want          []string
	}{
		"everybody's, then one's": {whole(salesRules, reads, nil), single(claimFinance, "group:Finance", claimRead), []string{
			`error at content_id: Permissions managed twice: A tableau_permissions block of this configuration manages the permissions of workbook ` +
				`4d652179-36bf-47e4-a9dc-e069227c72d0, and would take away what this block gives group:Finance. Add "group:Finance" to ignore_grantees there, ` +
				`or put its capabilities into rules there and remove this block.`,
		}},
		"one's, then everybody's": {single(claimFinance, "group:Finance", claimRead), whole(salesRules, reads, nil), []string{
			`error at content_id: Permissions managed twice: A tableau_grantee_permissions block of this configuration manages what group:Finance has of the ` +
				`permissions of workbook 4d652179-36bf-47e4-a9dc-e069227c72d0, and this block would take it away. Add "group:Finance" to ignore_grantees here, ` +
				`or put its capabilities into rules and remove the other block.`,
		}},
		"everybody's twice": {whole(salesRules, reads, nil), whole(salesRules, writes, nil), []string{
			`error at content_id: Permissions managed twice: Two tableau_permissions blocks of this configuration make different rules of the permissions of ` +
				`workbook 4d652179-36bf-47e4-a9dc-e069227c72d0: each apply would undo the other's. Put all rules into one of them, and remove the other.`,
		}},
		"everybody's twice, others ignored": {whole(salesRules, reads, nil), whole(salesRules, reads, forms{claimAuditors: "group:Auditors"}), []string{
			`error at content_id: Permissions managed twice: Two tableau_permissions blocks of this configuration make different rules of the permissions of ` +
				`workbook 4d652179-36bf-47e4-a9dc-e069227c72d0: each apply would undo the other's. Put all rules into one of them, and remove the other.`,
		}},
		"defaults twice": {whole(salesDefaults, reads, nil), whole(salesDefaults, writes, nil), []string{
			`error at content_id: Permissions managed twice: Two tableau_default_permissions blocks of this configuration make different rules of the ` +
				`default permissions for workbooks of project 4d652179-36bf-47e4-a9dc-e069227c72d0: each apply would undo the other's. ` +
				`Put all rules into one of them, and remove the other.`,
		}},
		"one's twice": {single(claimFinance, "group:Finance", claimRead), single(claimFinance, "group:g1", claimWrite), []string{
			`error at grantee: Permissions managed twice: Two tableau_grantee_permissions blocks of this configuration give group:g1 different capabilities ` +
				`in the permissions of workbook 4d652179-36bf-47e4-a9dc-e069227c72d0: each apply would undo the other's. ` +
				`Put all of its capabilities into one of them, and remove the other.`,
		}},
		"one's, ignored by everybody's": {
			single(claimAuditors, "group:Auditors", claimRead), whole(salesRules, reads, forms{claimAuditors: "group:g2"}), nil,
		},
		"everybody's that ignores one, then one's": {
			whole(salesRules, reads, forms{claimAuditors: "group:g2"}), single(claimAuditors, "group:Auditors", claimRead), nil,
		},
		"planned twice":                    {whole(salesRules, reads, nil), whole(salesRules, reads, nil), nil},
		"one's planned twice":              {single(claimFinance, "group:Finance", claimRead), single(claimFinance, "group:Finance", claimRead), nil},
		"planned again when more is known": {single(claimFinance, "group:Finance", nil), single(claimFinance, "group:Finance", claimRead), nil},
		"others' of one item":              {single(claimFinance, "group:Finance", claimRead), single(claimAuditors, "group:Auditors", claimWrite), nil},
		"other items":                      {whole(salesRules, reads, nil), whole(ordersRules, writes, nil), nil},
		"a project's other defaults": {
			whole(salesDefaults, reads, nil), whole(tableau.RulesOf{ContentType: "project", ID: salesDefaults.ID}, writes, nil), nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			connection := framework.NewConnection(nil)
			test.first(connection, &diags)
			if diags.HasError() {
				t.Fatalf("the first is told %v", said(diags))
			}
			test.second(connection, &diags)
			if diff := cmp.Diff(test.want, said(diags)); diff != "" {
				t.Errorf("the second is told otherwise (-want +got):\n%s", diff)
			}
			diags = nil
			test.second(framework.NewConnection(nil), &diags)
			if diags.HasError() {
				t.Errorf("in another run the second is told %v", said(diags))
			}
		})
	}
}

// What was not known in the plan meets what the apply has made of other blocks.
func TestClaims_holdInTheApply(t *testing.T) {
	t.Parallel()
	reads, writes := tableau.Rules{claimFinance: claimRead}, tableau.Rules{claimFinance: claimWrite}
	for name, test := range map[string]struct {
		applied func(*framework.Connection)
		planned staking
		errors  int
	}{
		"everybody's, then one's": {
			func(c *framework.Connection) { applyAll(c, salesRules, resolved{wanted: reads}) }, single(claimFinance, "group:Finance", claimRead), 1,
		},
		"everybody's, then others": {
			func(c *framework.Connection) { applyAll(c, salesRules, resolved{wanted: reads}) }, whole(salesRules, writes, nil), 1,
		},
		"everybody's, then the same": {
			func(c *framework.Connection) { applyAll(c, salesRules, resolved{wanted: reads}) }, whole(salesRules, reads, nil), 0,
		},
		"everybody's but of somebody not found, then one's": {
			func(c *framework.Connection) {
				applyAll(c, salesRules, resolved{wanted: tableau.Rules{}, missing: []string{"group:Finance"}})
			},
			single(claimFinance, "group:g1", claimWrite), 0,
		},
		"everybody's but of another kind not found, then one's": {
			func(c *framework.Connection) {
				applyAll(c, salesRules, resolved{wanted: tableau.Rules{}, missing: []string{"user:ann"}})
			},
			single(claimFinance, "group:g1", claimWrite), 1,
		},
		"one's, then others": {
			func(c *framework.Connection) { applyGrantee(c, salesRules, claimFinance, "group:Finance", claimRead) },
			single(claimFinance, "group:g1", claimWrite), 1,
		},
		"one's, left alone by everybody's": {
			func(c *framework.Connection) { applyGrantee(c, salesRules, claimFinance, "group:Finance", claimRead) },
			whole(salesRules, tableau.Rules{}, forms{claimFinance: "group:Finance"}), 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			connection := framework.NewConnection(nil)
			test.applied(connection)
			test.planned(connection, &diags)
			if diags.ErrorsCount() != test.errors {
				t.Errorf("got %v, want %d errors", said(diags), test.errors)
			}
		})
	}
}

// A destruction whose rules another block is about to set waits for what becomes of that.
func TestClaims_whatIsLeftForAnotherBlockWaitsForIt(t *testing.T) {
	t.Parallel()
	left := tableau.Rules{claimFinance: claimRead, claimAuditors: claimWrite}
	for name, test := range map[string]struct {
		succeeded, interrupted bool
		want                   tableau.Rules
	}{
		"which succeeds":   {true, false, tableau.Rules{claimAuditors: claimWrite}},
		"which fails":      {false, false, left},
		"until it is late": {false, true, left},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				connection := framework.NewConnection(nil)
				ctx, interrupt := context.WithCancel(t.Context())
				defer interrupt()
				other := applyAll(connection, salesRules, resolved{ignored: forms{claimAuditors: "group:Auditors"}})
				told := make(chan tableau.Rules, 1)
				go func() { told <- notHandedOver(ctx, connection, salesRules, left) }()
				synctest.Wait()
				if len(told) > 0 {
					t.Error("it does not wait")
				}
				if test.interrupted {
					interrupt()
				} else {
					other.settle(func(tableau.Grantee) bool { return test.succeeded })
				}
				if got := <-told; !got.Equal(test.want) {
					t.Errorf("left are %v, want %v", got, test.want)
				}
			})
		})
	}
}

func TestClaims_manyAtOnce(t *testing.T) {
	t.Parallel()
	connection := framework.NewConnection(nil)
	told := make([]diag.Diagnostics, 20)
	var all sync.WaitGroup
	for i := range told {
		all.Go(func() {
			capabilities := claimRead
			if i%2 == 1 {
				capabilities = claimWrite
			}
			single(claimFinance, "group:Finance", capabilities)(connection, &told[i])
		})
	}
	all.Wait()
	errors := 0
	for _, diags := range told {
		errors += len(diags)
	}
	if errors != 10 {
		t.Errorf("%d are told of a conflict, want the 10 that are not as the first is", errors)
	}
}
