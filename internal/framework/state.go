package framework

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// Publish sets state and identity together.
func Publish(ctx context.Context, diags *diag.Diagnostics, state *tfsdk.State, model any, identity *tfsdk.ResourceIdentity, key any) {
	diags.Append(state.Set(ctx, model)...)
	if identity != nil {
		diags.Append(identity.Set(ctx, key)...)
	}
}

// Refresh publishes what a read has made of a model, unless that is what state
// has: publishing takes half of the time of a read.
func Refresh[M any](ctx context.Context, resp *resource.ReadResponse, before, after M, key any) {
	if identified := resp.Identity != nil && !resp.Identity.Raw.IsNull(); identified && reflect.DeepEqual(before, after) {
		return
	}
	Publish(ctx, &resp.Diagnostics, &resp.State, after, resp.Identity, key)
}

// Gone takes an object that no longer exists out of state, unless it is one of
// another site. The identity is set all the same: the framework asks for one, and
// state may hold none yet. What was to be imported is an error: Terraform's own does not
// say where it was looked for.
func Gone(ctx context.Context, client *tableau.Client, resp *resource.ReadResponse, key any, imported bool) {
	if IsOfAnotherSite(ctx, client, resp.Private, &resp.Diagnostics) {
		return
	}
	if imported {
		resp.Diagnostics.AddError("Nothing to import", fmt.Sprintf("The signed-in user sees no such object on %s. "+
			"Check its id, which terraform query and the data sources show, and where the provider is signed in.", client.SiteName()))
		return
	}
	resp.State.RemoveResource(ctx)
	if resp.Identity != nil {
		resp.Diagnostics.Append(resp.Identity.Set(ctx, key)...)
	}
}
