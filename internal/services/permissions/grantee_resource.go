package permissions

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	_ resource.ResourceWithConfigure      = (*granteeResource)(nil)
	_ resource.ResourceWithIdentity       = (*granteeResource)(nil)
	_ resource.ResourceWithImportState    = (*granteeResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*granteeResource)(nil)
	_ resource.ResourceWithValidateConfig = (*granteeResource)(nil)
)

// NewGranteeResource makes the resource tableau_grantee_permissions.
func NewGranteeResource() resource.Resource { return &granteeResource{} }

type granteeResource struct{ connection *framework.Connection }

func (r *granteeResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_grantee_permissions"
}

func (r *granteeResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig refuses what the configuration alone shows to be wrong.
func (r *granteeResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	config, ok := framework.Decode[granteeModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	if _, err := parseGrantee(config.Grantee.ValueString()); err != nil && !config.Grantee.IsUnknown() {
		resp.Diagnostics.AddAttributeError(path.Root("grantee"), "Invalid grantee", framework.Sentence(err.Error()))
	}
	capabilities := config.Capabilities
	if !capabilities.IsUnknown() && len(capabilities.Elements()) == 0 {
		resp.Diagnostics.AddAttributeError(path.Root("capabilities"), "Grantee without capabilities",
			"Without a capability the grantee has no permissions that could be managed. To take away what the grantee has, remove the block: "+
				"destroying it revokes its capabilities.")
		return
	}
	if content, known := tableau.ContentTypeNamed(config.ContentType.ValueString()); known {
		checkCapabilities(content, capabilities, path.Root("capabilities"), &resp.Diagnostics)
	}
}

func (r *granteeResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, ok := framework.Decode[granteeModel](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	capabilities, client := r.prepare(ctx, plan, &resp.Diagnostics)
	if client == nil {
		return
	}
	grantee, err := identify(ctx, client, plan.Grantee.ValueString())
	if err != nil {
		resp.Diagnostics.Append(granteeDiagnostic(path.Root("grantee"), err))
		return
	}
	applied := applyGrantee(r.connection, plan.of(), grantee, plan.Grantee.ValueString(), capabilities)
	defer func() {
		applied.settle(func(tableau.Grantee) bool { return !resp.Diagnostics.HasError() })
	}()
	memory := granteeMemory{Grantee: plan.identity(grantee).Grantee.ValueString()}
	made, err := client.Permissions().ReplaceOf(ctx, plan.of(), grantee, capabilities)
	if err = warnNotReadBack(&resp.Diagnostics, plan.of(), err); err != nil {
		plan.writing(grantee).addError(ctx, client, &resp.Diagnostics, made, err)
		memory.Added = made.Added()[grantee]
		if len(memory.Added) == 0 {
			return
		}
		plan.show(memory.Added)
	}
	plan.writing(grantee).warnOfOwners(&resp.Diagnostics, made)
	memory.keep(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, plan, resp.Identity, plan.identity(grantee))
}

// prepare gives what a write needs. client is nil when that failed, which is then reported.
func (r *granteeResource) prepare(
	ctx context.Context, plan granteeModel, diags *diag.Diagnostics,
) (capabilities map[string]string, client *tableau.Client) {
	if capabilities = plan.capabilities(ctx, diags); capabilities == nil {
		diags.AddAttributeError(path.Root("capabilities"), "Capabilities are not known",
			"The capabilities must be known before they are set. Apply what they come from first, with -target.")
		return nil, nil
	}
	return capabilities, r.connection.Client(diags)
}

func (r *granteeResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	before, ok := framework.Decode[granteeModel](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	state := before
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	memory, grantee, ok := state.remember(ctx, client, req.Private, &resp.Diagnostics)
	if !ok {
		return
	}
	found, err := client.Permissions().Read(ctx, state.of())
	if err != nil && !tableau.IsNotFound(err) {
		framework.AddError(&resp.Diagnostics, "read "+state.of().String(), err)
		return
	}
	shown := found.Rules[grantee]
	if memory.Added != nil {
		shown = capabilitiesInBoth(shown, memory.Added)
	}
	// The owner may do everything, and Tableau need not list the rules that say so.
	owns := false
	if err == nil && len(shown) == 0 && grantee.Kind == tableau.UserGrantee && len(state.Capabilities.Elements()) > 0 {
		owner, err := client.Permissions().OwnerOf(ctx, found)
		if err != nil {
			framework.AddError(&resp.Diagnostics, "find the owner of "+state.ContentType.ValueString()+" "+state.ContentID.ValueString(), err)
			return
		}
		owns = grantee.ID == owner
	}
	exists := err == nil && (len(shown) > 0 || owns)
	if exists {
		if exists, err = state.name(ctx, client, grantee); err != nil {
			framework.AddError(&resp.Diagnostics, "look up the grantee", err)
			return
		}
	}
	if !exists {
		imported := state.Capabilities.IsNull()
		if imported && err == nil && len(shown) == 0 {
			resp.Diagnostics.AddError("Nothing to import", fmt.Sprintf(
				"%s has no rule of its own in the %s. Leave the import out: Terraform makes the rules.", state.Grantee.ValueString(), state.of()))
			return
		}
		framework.Gone(ctx, client, resp, state.identity(grantee), imported)
		return
	}
	if len(shown) > 0 {
		state.show(shown)
	}
	memory.keep(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	framework.Refresh(ctx, resp, before, state, state.identity(grantee))
}

// Update makes the capabilities those of the plan. The grantee stays the one of
// the state, in the form of the plan.
func (r *granteeResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, ok := framework.Decode[granteeModel](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	state, ok := framework.Decode[granteeModel](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	capabilities, client := r.prepare(ctx, plan, &resp.Diagnostics)
	if client == nil {
		return
	}
	memory, grantee, ok := state.remember(ctx, client, req.Private, &resp.Diagnostics)
	if !ok {
		return
	}
	planned, err := identify(ctx, client, plan.Grantee.ValueString())
	switch {
	case err != nil:
		resp.Diagnostics.Append(granteeDiagnostic(path.Root("grantee"), err))
		return
	case planned != grantee:
		addAnotherGrantee(&resp.Diagnostics, plan, grantee)
		return
	}
	applied := applyGrantee(r.connection, plan.of(), grantee, plan.Grantee.ValueString(), capabilities)
	applied.settle(func(tableau.Grantee) bool { return true }) // State shows what there is, whatever comes of it.
	left, err := client.Permissions().ReplaceOf(ctx, plan.of(), grantee, capabilities)
	if err = warnNotReadBack(&resp.Diagnostics, plan.of(), err); err != nil {
		plan.writing(grantee).addError(ctx, client, &resp.Diagnostics, left, err)
		if left.Read {
			memory.Added = nil
			memory.keep(ctx, resp.Private, &resp.Diagnostics)
			state.show(left.After.Rules[grantee])
			resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		}
		return
	}
	memory.Added = nil
	plan.writing(grantee).warnOfOwners(&resp.Diagnostics, left)
	memory.keep(ctx, resp.Private, &resp.Diagnostics)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, plan, resp.Identity, plan.identity(grantee))
}

// Delete takes away the capabilities in state, or of a failed creation what it
// added, as far as they are there in this mode.
func (r *granteeResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, ok := framework.Decode[granteeModel](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	revoked := state.capabilities(ctx, &resp.Diagnostics)
	memory, ok := state.memory(ctx, req.Private, &resp.Diagnostics)
	if !ok {
		return
	}
	if memory.Added == nil {
		memory.Added = revoked // It may be tainted, and this may fail before it knows more.
		memory.keep(ctx, resp.Private, &resp.Diagnostics)
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil || framework.IsOfAnotherSite(ctx, client, resp.Private, &resp.Diagnostics) {
		return
	}
	memory, grantee, ok := state.remember(ctx, client, resp.Private, &resp.Diagnostics)
	if !ok {
		return
	}
	left, err := client.Permissions().RevokeOf(ctx, state.of(), tableau.Rules{grantee: revoked}, keptByOthers(r.connection, state.of()))
	lock := lockRefusal(ctx, client, state.of(), left.Before, err)
	remaining := func() tableau.Rules {
		return notHandedOver(ctx, r.connection, state.of(), inBoth(rulesLeft(left, err), tableau.Rules{grantee: revoked}))
	}
	switch {
	case err == nil:
		if waiting := remaining(); len(waiting) > 0 {
			addNotHandedOver(&resp.Diagnostics, state.of(), waiting, forms{grantee: state.Grantee.ValueString()})
			state.keepRemaining(ctx, memory, waiting[grantee], resp)
		}
	case tableau.IsNotFound(err):
	case lock != "":
		warnLocked(&resp.Diagnostics, state.of(), lock)
	case isAny(err, aboutGrantees) && !left.Unseen:
		warnOfNobodys(&resp.Diagnostics, state.of(), fmt.Sprintf("a %s (%s)", label(grantee.Kind), grantee.ID))
	default:
		state.writing(grantee).addError(ctx, client, &resp.Diagnostics, left, err)
		if left.Read {
			state.keepRemaining(ctx, memory, remaining()[grantee], resp)
		}
	}
}

// keepRemaining makes state show, from now on, what a destruction has still to take away.
func (m granteeModel) keepRemaining(ctx context.Context, memory granteeMemory, remaining map[string]string, resp *resource.DeleteResponse) {
	memory.Added = maps.Clone(remaining)
	if memory.Added == nil {
		memory.Added = map[string]string{} // None, and not all.
	}
	memory.keep(ctx, resp.Private, &resp.Diagnostics)
	m.show(memory.Added)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// writing is what a failed write is reported with.
func (m granteeModel) writing(grantee tableau.Grantee) writing {
	return writing{
		of: m.of(), named: forms{grantee: m.Grantee.ValueString()},
		capabilities: path.Root("capabilities"), grantees: path.Root("grantee"), holder: path.Root("content_id"),
	}
}
