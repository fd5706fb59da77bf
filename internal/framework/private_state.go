package framework

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateState is what Terraform keeps for the provider beside a state.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Note keeps a value beside a state.
func Note(ctx context.Context, private PrivateState, key string, value any, diags *diag.Diagnostics) {
	note, err := json.Marshal(value)
	if err != nil {
		AddError(diags, "keep "+key+" beside the state", err)
		return
	}
	diags.Append(private.SetKey(ctx, key, note)...)
}

// Forget drops what Note has kept.
func Forget(ctx context.Context, private PrivateState, key string, diags *diag.Diagnostics) {
	diags.Append(private.SetKey(ctx, key, nil)...)
}

// Noted gives what Note has kept. found is false where there is no such value.
func Noted[T any](ctx context.Context, private PrivateState, key string, diags *diag.Diagnostics) (value T, found bool) {
	note, problems := private.GetKey(ctx, key)
	diags.Append(problems...)
	if len(note) == 0 || json.Unmarshal(note, &value) != nil {
		var none T
		return none, false
	}
	return value, true
}
