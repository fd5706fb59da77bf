package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// Source is a configuration, plan or state.
type Source interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// Decode reads a configuration, plan or state into a model. ok is false when
// that failed, which is then reported.
func Decode[M any](ctx context.Context, source Source, diags *diag.Diagnostics) (model M, ok bool) {
	found := source.Get(ctx, &model)
	diags.Append(found...)
	return model, !found.HasError()
}

// Publish sets state and identity together.
func Publish(ctx context.Context, diags *diag.Diagnostics, state *tfsdk.State, model any, identity *tfsdk.ResourceIdentity, key any) {
	diags.Append(state.Set(ctx, model)...)
	if identity != nil {
		diags.Append(identity.Set(ctx, key)...)
	}
}

// Gone takes an object that no longer exists out of state. The identity is set
// all the same: the framework asks for one, and state may hold none yet.
func Gone(ctx context.Context, resp *resource.ReadResponse, key any) {
	resp.State.RemoveResource(ctx)
	if resp.Identity != nil {
		resp.Diagnostics.Append(resp.Identity.Set(ctx, key)...)
	}
}
