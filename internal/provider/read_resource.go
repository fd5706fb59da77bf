package provider

import (
	"context"
	"encoding/json"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ReadResource reads an object. What is out of the ordinary it leaves to the
// framework: an object that was imported a moment ago, private state that a read
// changes, an identity that does.
func (s *quickServer) ReadResource(ctx context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return lend(ctx, s.provider.Quiet, r, func(ctx context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
		if kind := s.kinds.of(ctx, s.provider, r.TypeName); kind != nil {
			ctx, cancel := s.untilStopped(ctx)
			defer cancel()
			if answer := kind.read(ctx, s.provider.resourceData.Load(), r); answer != nil {
				return answer, nil
			}
		}
		return s.frameworkServer.ReadResource(ctx, r)
	})
}

// UpgradeResourceState has nothing to do for state of the schema's own version:
// Terraform takes out what the schema does not know before it asks.
func (s *quickServer) UpgradeResourceState(ctx context.Context, r *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return lend(ctx, s.provider.Quiet, r, func(ctx context.Context, r *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
		kind := s.kinds.of(ctx, s.provider, r.TypeName)
		if kind != nil && r.Version == kind.schema.Version && r.RawState != nil && len(r.RawState.JSON) > 0 {
			return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: r.RawState.JSON}}, nil
		}
		return s.frameworkServer.UpgradeResourceState(ctx, r)
	})
}

// kind is a type of resources.
type kind struct {
	create   func() resource.Resource
	schema   schema.Schema
	identity identityschema.Schema
	// state and key are the types of state and identity, which take the framework a while to make.
	state, key tftypes.Type
}

// kinds are those that can be read here, by type name. They are made when the
// first one is asked for.
type kinds struct {
	once   sync.Once
	byName map[string]*kind
}

func (k *kinds) of(ctx context.Context, p *configuredProvider, name string) *kind {
	k.once.Do(func() {
		k.byName = map[string]*kind{}
		for _, create := range p.Resources(ctx) {
			name, made := newKind(ctx, p, create)
			k.byName[name] = made
		}
	})
	return k.byName[name]
}

// newKind gives nil for a resource with what reads here know nothing of.
func newKind(ctx context.Context, p fwprovider.Provider, create func() resource.Resource) (name string, _ *kind) {
	var (
		about     fwprovider.MetadataResponse
		named     resource.MetadataResponse
		described resource.SchemaResponse
		known     resource.IdentitySchemaResponse
	)
	p.Metadata(ctx, fwprovider.MetadataRequest{}, &about)
	made := create()
	made.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: about.TypeName}, &named)
	made.Schema(ctx, resource.SchemaRequest{}, &described)
	identified, is := made.(resource.ResourceWithIdentity)
	if !is || len(described.Schema.Blocks) > 0 {
		return named.TypeName, nil
	}
	identified.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &known)
	return named.TypeName, &kind{
		create: create, schema: described.Schema, identity: known.IdentitySchema,
		state: described.Schema.Type().TerraformType(ctx), key: known.IdentitySchema.Type().TerraformType(ctx),
	}
}

// read gives nil for what is left to the framework.
func (k *kind) read(ctx context.Context, resourceData any, r *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	if r.CurrentState == nil {
		return nil
	}
	before, err := r.CurrentState.Unmarshal(k.state)
	if err != nil {
		return nil
	}
	key := tftypes.NewValue(k.key, nil)
	if r.CurrentIdentity != nil && r.CurrentIdentity.IdentityData != nil {
		if key, err = r.CurrentIdentity.IdentityData.Unmarshal(k.key); err != nil {
			return nil
		}
	}
	private := map[string][]byte{"": nil} // So that both have a map, for comparing them.
	if len(r.Private) > 0 && json.Unmarshal(r.Private, &private) != nil {
		return nil
	}

	made := k.create()
	var configured resource.ConfigureResponse
	if made, is := made.(resource.ResourceWithConfigure); is {
		made.Configure(ctx, resource.ConfigureRequest{ProviderData: resourceData}, &configured)
	}
	if len(configured.Diagnostics) > 0 {
		return nil
	}
	req := resource.ReadRequest{
		State:    tfsdk.State{Schema: k.schema, Raw: before},
		Identity: &tfsdk.ResourceIdentity{Schema: k.identity, Raw: key},
	}
	resp := resource.ReadResponse{
		State:    req.State,
		Identity: &tfsdk.ResourceIdentity{Schema: k.identity, Raw: key},
	}
	req.Private, resp.Private = newLike(req.Private), newLike(resp.Private)
	for key, value := range private {
		// The framework's own keys it refuses itself.
		if req.Private.SetKey(ctx, key, value).HasError() || resp.Private.SetKey(ctx, key, value).HasError() {
			return nil
		}
	}
	made.Read(ctx, req, &resp)
	return k.answer(r, req, resp)
}

// answer gives nil for what is left to the framework, too.
func (k *kind) answer(r *tfprotov6.ReadResourceRequest, req resource.ReadRequest, resp resource.ReadResponse) *tfprotov6.ReadResourceResponse {
	// Of what was left alone, which is the rule, this sees that at once.
	stateChanged, identityChanged := !reflect.DeepEqual(resp.State.Raw, req.State.Raw), !reflect.DeepEqual(resp.Identity.Raw, req.Identity.Raw)
	switch {
	case !resp.Private.Equal(req.Private), identityChanged && !req.Identity.Raw.IsNull():
		return nil
	case resp.Identity.Raw.IsFullyNull() && !resp.Diagnostics.HasError():
		return nil
	}
	answer := &tfprotov6.ReadResourceResponse{
		NewState: r.CurrentState, NewIdentity: r.CurrentIdentity, Private: r.Private, Diagnostics: protocolDiagnostics(resp.Diagnostics),
	}
	if stateChanged {
		state, err := tfprotov6.NewDynamicValue(k.state, resp.State.Raw)
		if err != nil {
			return nil
		}
		answer.NewState = &state
	}
	if identityChanged || r.CurrentIdentity == nil {
		identity, err := tfprotov6.NewDynamicValue(k.key, resp.Identity.Raw)
		if err != nil {
			return nil
		}
		answer.NewIdentity = &tfprotov6.ResourceIdentityData{IdentityData: &identity}
	}
	return answer
}

// newLike makes private state, whose type has no name outside the framework.
func newLike[T any](*T) *T { return new(T) }

func protocolDiagnostics(diagnostics diag.Diagnostics) []*tfprotov6.Diagnostic {
	var all []*tfprotov6.Diagnostic
	for _, d := range diagnostics {
		severity := tfprotov6.DiagnosticSeverityError
		if d.Severity() == diag.SeverityWarning {
			severity = tfprotov6.DiagnosticSeverityWarning
		}
		one := &tfprotov6.Diagnostic{Severity: severity, Summary: d.Summary(), Detail: d.Detail()}
		if at, is := d.(diag.DiagnosticWithPath); is {
			one.Attribute = protocolPath(at.Path())
		}
		all = append(all, one)
	}
	return all
}

// protocolPath names the innermost attribute.
func protocolPath(at path.Path) *tftypes.AttributePath {
	converted := tftypes.NewAttributePath()
	for _, step := range at.Steps() {
		name, is := step.(path.PathStepAttributeName)
		if !is {
			break
		}
		converted = converted.WithAttributeName(string(name))
	}
	return converted
}
