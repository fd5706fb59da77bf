package permissions_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// apply makes one step of an apply, which may also be that of another block: none planned destroys.
func apply(t *testing.T, p *acctest.Protocol, noun string, prior, planned acctest.Object) *tfprotov6.ApplyResourceChangeResponse {
	t.Helper()
	response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: noun, PriorState: p.Resource(t, noun, prior), Config: p.Resource(t, noun, planned), PlannedState: p.Resource(t, noun, planned),
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, response.Diagnostics)
	return response
}

// A block that is renamed without a moved block, another key of for_each, and a move
// from one resource to the other: Terraform creates and destroys in any order.
func TestPermissions_thatABlockOfTheSameRunSetsSurviveTheDestructionOfAnother(t *testing.T) {
	t.Parallel()
	whole := with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "on_destroy", "revoke")
	others := with(whole, "ignore_grantees", []any{"group:Analysts"})
	grantee := acctest.Object{"content_type": "workbook", "content_id": estateSales, "grantee": "group:Analysts", "capabilities": allow("Read")}
	analysts := mockserver.Rules{"group:Analysts": {"Read": "Allow"}}
	for name, test := range map[string]struct {
		made, destroyed             string
		configMade, configDestroyed acctest.Object
		left                        mockserver.Rules
	}{
		"renamed":                      {permissions, permissions, whole, whole, analysts},
		"one grantee renamed":          {"tableau_grantee_permissions", "tableau_grantee_permissions", grantee, grantee, analysts},
		"taken apart":                  {"tableau_grantee_permissions", permissions, grantee, whole, analysts},
		"put together":                 {permissions, "tableau_grantee_permissions", whole, grantee, analysts},
		"left alone by what is set":    {permissions, "tableau_grantee_permissions", with(others, "rules", acctest.Object{}), grantee, mockserver.Rules{}},
		"another block of another set": {defaultPermissions, permissions, acctest.Object{"project_id": estateFinance, "content_type": "workbook", "rules": acctest.Object{}, "on_destroy": "revoke"}, whole, mockserver.Rules{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, createsFirst := range []bool{true, false} {
				site := siteOf(t, "", mockserver.Behaviour{})
				p := site.Protocol(t.Context(), t, nil)
				if createsFirst {
					apply(t, p, test.made, nil, test.configMade)
				}
				apply(t, p, test.destroyed, test.configDestroyed, nil)
				if !createsFirst {
					apply(t, p, test.made, nil, test.configMade)
				}
				has(t, site, salesSet, test.left)
			}
		})
	}
}
