package permissions

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// granteeModel is what one grantee may do with one item, in Terraform's terms.
type granteeModel struct {
	ContentType  types.String `tfsdk:"content_type"`
	ContentID    types.String `tfsdk:"content_id"`
	Grantee      types.String `tfsdk:"grantee"`
	Capabilities types.Map    `tfsdk:"capabilities"`
}

// granteeIdentity is what tells it from all others. Its grantee has a LUID, so
// that it is the same however state writes it and whatever it is called.
type granteeIdentity struct {
	ContentType types.String `tfsdk:"content_type"`
	ContentID   types.String `tfsdk:"content_id"`
	Grantee     types.String `tfsdk:"grantee"`
}

func (m granteeModel) of() tableau.RulesOf {
	return tableau.RulesOf{ContentType: m.ContentType.ValueString(), ID: m.ContentID.ValueString()}
}

func (m granteeModel) identity(grantee tableau.Grantee) granteeIdentity {
	return granteeIdentity{m.ContentType, m.ContentID, types.StringValue(written{grantee.Kind, grantee.ID}.String())}
}

// capabilities are as they are written; nil while they are not all known.
func (m granteeModel) capabilities(ctx context.Context, diags *diag.Diagnostics) map[string]string {
	if read, ok := plainCapabilities(m.Capabilities); ok {
		return read
	}
	if m.Capabilities.IsNull() || !framework.FullyKnown(ctx, m.Capabilities) {
		return nil
	}
	capabilities := map[string]string{}
	diags.Append(m.Capabilities.ElementsAs(ctx, &capabilities, false)...)
	return capabilities
}

func (m *granteeModel) show(capabilities map[string]string) {
	m.Capabilities = capabilitiesValue(capabilities)
}

// name writes the grantee as before while that means it, and otherwise as it is
// called now. found is false for one that is gone: neither does its name mean it
// any more, nor has anybody its id.
func (m *granteeModel) name(ctx context.Context, client *tableau.Client, grantee tableau.Grantee) (found bool, err error) {
	meant, err := identify(ctx, client, m.Grantee.ValueString())
	switch {
	case err != nil && !isNobody(err):
		return false, err
	case err == nil && meant == grantee:
		return true, nil
	}
	if _, found, err = client.Grantees().Known(ctx, grantee); !found || err != nil {
		return false, err
	}
	text, err := show(ctx, client, grantee)
	m.Grantee = types.StringValue(text)
	return true, err
}

// granteeMemory is what Terraform keeps beside a state: whose the rules are,
// for a name in state may mean another one day.
type granteeMemory struct {
	// Grantee is written with its LUID, or as in state where that was not found out.
	Grantee string `json:"grantee"`
	// Added is what addedKey is of a whole rule set. It is nil where all
	// capabilities of the grantee are the resource's.
	Added map[string]string `json:"added"`
}

const granteeMemoryKey = "grantee"

func (m granteeMemory) keep(ctx context.Context, private framework.PrivateState, diags *diag.Diagnostics) {
	framework.Note(ctx, private, granteeMemoryKey, m, diags)
}

// memory gives the memory beside a state. A state without one has the grantee that it
// names. ok is false when that failed, which is then reported.
func (m granteeModel) memory(ctx context.Context, private framework.PrivateState, diags *diag.Diagnostics) (memory granteeMemory, ok bool) {
	value, found := private.GetKey(ctx, granteeMemoryKey)
	diags.Append(found...)
	if len(value) == 0 {
		return granteeMemory{Grantee: m.Grantee.ValueString()}, true
	}
	if err := json.Unmarshal(value, &memory); err != nil {
		framework.AddError(diags, "read the grantee kept beside the state", err)
		return memory, false
	}
	return memory, true
}

// remember gives the memory beside a state, and the grantee in it. ok is false when
// that failed, which is then reported.
func (m granteeModel) remember(
	ctx context.Context, client *tableau.Client, private framework.PrivateState, diags *diag.Diagnostics,
) (memory granteeMemory, grantee tableau.Grantee, ok bool) {
	if memory, ok = m.memory(ctx, private, diags); !ok {
		return memory, tableau.Grantee{}, false
	}
	grantee, err := identify(ctx, client, memory.Grantee)
	if err != nil {
		diags.Append(granteeDiagnostic(path.Root("grantee"), err))
		return memory, tableau.Grantee{}, false
	}
	return granteeMemory{written{grantee.Kind, grantee.ID}.String(), memory.Added}, grantee, true
}
