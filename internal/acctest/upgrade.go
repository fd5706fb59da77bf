package acctest

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Written is a resource as Terraform wrote it into a state file.
type Written struct {
	SchemaVersion   int64           `json:"schema_version"`
	Attributes      json.RawMessage `json:"attributes"`
	Private         []byte          `json:"private"`
	IdentityVersion int64           `json:"identity_schema_version"`
	Identity        json.RawMessage `json:"identity"`
}

// Upgrade has the provider read what it, or a release before it, wrote; state
// is then what it made of it.
func (i *Instance) Upgrade(t *testing.T, written Written) {
	t.Helper()
	p := NewProtocol(t)
	state, err := p.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: i.name, Version: written.SchemaVersion, RawState: &tfprotov6.RawState{JSON: written.Attributes},
	})
	if err != nil {
		t.Fatal(err)
	}
	FailOn(t, state.Diagnostics)
	i.kept = kept{state: state.UpgradedState, private: written.Private}
	if written.Identity != nil { // OpenTofu keeps none.
		i.kept.identity = i.upgradeIdentity(t, p, written)
	}
}

// upgradeIdentity asks the provider only if the version is another one: so does
// Terraform, and the framework takes anything else for a mistake.
func (i *Instance) upgradeIdentity(t *testing.T, p *Protocol, written Written) *tfprotov6.ResourceIdentityData {
	t.Helper()
	schemas, err := p.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	schema := schemas.IdentitySchemas[i.name]
	if schema.Version != written.IdentityVersion {
		response, err := p.UpgradeResourceIdentity(t.Context(), &tfprotov6.UpgradeResourceIdentityRequest{
			TypeName: i.name, Version: written.IdentityVersion, RawIdentity: &tfprotov6.RawState{JSON: written.Identity},
		})
		if err != nil {
			t.Fatal(err)
		}
		FailOn(t, response.Diagnostics)
		return response.UpgradedIdentity
	}
	var attributes map[string]any
	if err := json.Unmarshal(written.Identity, &attributes); err != nil {
		t.Fatal(err)
	}
	encoded, err := tfprotov6.NewDynamicValue(schema.ValueType(), value(t, schema.ValueType(), Object(attributes)))
	if err != nil {
		t.Fatal(err)
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &encoded}
}
