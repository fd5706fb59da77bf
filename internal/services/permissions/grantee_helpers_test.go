package permissions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

const granteePermissions = "tableau_grantee_permissions"

// granted is a configuration of what a grantee may do with the workbook Sales.
func granted(grantee string, capabilities acctest.Object) acctest.Object {
	return acctest.Object{"content_type": "workbook", "content_id": estateSales, "grantee": grantee, "capabilities": capabilities}
}

// stateIs expects the state, nil for none.
func stateIs(t *testing.T, one *acctest.Instance, want acctest.Object) {
	t.Helper()
	if diff := cmp.Diff(want, one.State(t)); diff != "" {
		t.Errorf("the state is another one (-want +got):\n%s", diff)
	}
}

// proposal plans a configuration in a provider that is running, as for what is not there yet
// where prior is nil; no configuration plans to destroy.
func proposal(t *testing.T, p *acctest.Protocol, noun string, prior, config acctest.Object) []*tfprotov6.Diagnostic {
	t.Helper()
	planned, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: noun, PriorState: p.Resource(t, noun, prior), Config: p.Resource(t, noun, config), ProposedNewState: p.Resource(t, noun, config),
	})
	if err != nil {
		t.Fatal(err)
	}
	return planned.Diagnostics
}

// identified imports by id and gives the identity.
func identified(t *testing.T, p *acctest.Protocol, noun, id string) acctest.Object {
	t.Helper()
	imported, err := p.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: noun, ID: id})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, imported.Diagnostics)
	return identityOf(t, p, noun, imported.ImportedResources[0].Identity)
}

func identityOf(t *testing.T, p *acctest.Protocol, noun string, identity *tfprotov6.ResourceIdentityData) acctest.Object {
	t.Helper()
	schemas, err := p.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := identity.IdentityData.Unmarshal(schemas.IdentitySchemas[noun].ValueType())
	if err != nil {
		t.Fatal(err)
	}
	var values map[string]tftypes.Value
	if err := decoded.As(&values); err != nil {
		t.Fatal(err)
	}
	object := acctest.Object{}
	for name, value := range values {
		var text string
		if err := value.As(&text); err != nil {
			t.Fatal(err)
		}
		object[name] = text
	}
	return object
}
