package provider

import (
	"context"
	"sync/atomic"
	"time"

	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// frameworkServer is what the framework's server can do.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// forgetfulServer is the framework's, but for the contexts of calls that come for every
// object: the framework keeps each of them as long as it lives, to cancel it on a
// stop, and with it the loggers of the call, some 12 KiB.
type forgetfulServer struct{ frameworkServer }

// NewServer is the provider as Terraform talks to it.
func NewServer(p fwprovider.Provider) tfprotov6.ProviderServer {
	made := providerserver.NewProtocol6(p)()
	if whole, is := made.(frameworkServer); is {
		return &forgetfulServer{whole}
	}
	return made
}

func (s *forgetfulServer) ValidateResourceConfig(ctx context.Context, r *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return lend(ctx, r, s.frameworkServer.ValidateResourceConfig)
}

func (s *forgetfulServer) UpgradeResourceState(ctx context.Context, r *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return lend(ctx, r, s.frameworkServer.UpgradeResourceState)
}

func (s *forgetfulServer) UpgradeResourceIdentity(
	ctx context.Context, r *tfprotov6.UpgradeResourceIdentityRequest,
) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return lend(ctx, r, s.frameworkServer.UpgradeResourceIdentity)
}

func (s *forgetfulServer) ReadResource(ctx context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return lend(ctx, r, s.frameworkServer.ReadResource)
}

func (s *forgetfulServer) PlanResourceChange(ctx context.Context, r *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return lend(ctx, r, s.frameworkServer.PlanResourceChange)
}

func (s *forgetfulServer) ApplyResourceChange(ctx context.Context, r *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return lend(ctx, r, s.frameworkServer.ApplyResourceChange)
}

func (s *forgetfulServer) ImportResourceState(ctx context.Context, r *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return lend(ctx, r, s.frameworkServer.ImportResourceState)
}

func (s *forgetfulServer) ValidateDataResourceConfig(
	ctx context.Context, r *tfprotov6.ValidateDataResourceConfigRequest,
) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return lend(ctx, r, s.frameworkServer.ValidateDataResourceConfig)
}

func (s *forgetfulServer) ReadDataSource(ctx context.Context, r *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return lend(ctx, r, s.frameworkServer.ReadDataSource)
}

func (s *forgetfulServer) CallFunction(ctx context.Context, r *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return lend(ctx, r, s.frameworkServer.CallFunction)
}

// lend makes a call with a context that is empty afterwards.
func lend[Request, Response any](ctx context.Context, r Request, call func(context.Context, Request) (Response, error)) (Response, error) {
	lent := &lentContext{}
	lent.of.Store(&ctx)
	defer lent.of.Store(&nothing) //nolint:contextcheck // The call is over.
	return call(lent, r)          //nolint:contextcheck // It is the caller's context, lent.
}

// lentContext is another context, until that is taken back.
type lentContext struct {
	of atomic.Pointer[context.Context]
}

var nothing = context.Background()

func (c *lentContext) Deadline() (time.Time, bool) { return (*c.of.Load()).Deadline() }
func (c *lentContext) Done() <-chan struct{}       { return (*c.of.Load()).Done() }
func (c *lentContext) Err() error                  { return (*c.of.Load()).Err() }
func (c *lentContext) Value(key any) any           { return (*c.of.Load()).Value(key) }
