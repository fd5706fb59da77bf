package provider

import (
	"context"
	"maps"
	"slices"
	"sync"
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

// quickServer is the framework's, but for what would be too much for each of
// thousands of objects. The framework keeps the context of a call as long as it
// lives, to cancel it on a stop, and with it the loggers of the call, some 12 KiB.
// It makes loggers for logs that nobody reads. Reading and upgrading an object,
// it copies and walks its state a dozen times.
type quickServer struct {
	frameworkServer

	provider *configuredProvider
	kinds    kinds

	mu sync.Mutex
	// underWay are the calls that a stop ends, each by what is closed at its end.
	underWay map[chan struct{}]context.CancelFunc
}

// configuredProvider remembers what it gave the framework for its resources.
type configuredProvider struct {
	*Provider

	resourceData atomic.Value
}

// Configure configures the provider.
func (p *configuredProvider) Configure(ctx context.Context, req fwprovider.ConfigureRequest, resp *fwprovider.ConfigureResponse) {
	p.Provider.Configure(ctx, req, resp)
	if resp.ResourceData != nil {
		p.resourceData.Store(resp.ResourceData)
	}
}

// NewServer is the provider as Terraform talks to it.
func NewServer(p *Provider) tfprotov6.ProviderServer {
	configured := &configuredProvider{Provider: p}
	made := providerserver.NewProtocol6(configured)()
	whole, is := made.(frameworkServer)
	if !is {
		return made
	}
	return &quickServer{frameworkServer: whole, provider: configured, underWay: map[chan struct{}]context.CancelFunc{}}
}

// stopTime is a second more than an interrupted write is waited for.
const stopTime = 6 * time.Second

// StopProvider ends the calls that are under way, and waits until they have ended.
// What a stream sends after its answer is thrown away, and Terraform takes a stream that
// ends without a word for one that went well.
func (s *quickServer) StopProvider(ctx context.Context, r *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.mu.Lock()
	underWay := maps.Clone(s.underWay)
	s.mu.Unlock()
	for _, cancel := range underWay {
		cancel()
	}
	response, err := s.frameworkServer.StopProvider(ctx, r)
	ctx, cancel := context.WithTimeout(ctx, stopTime)
	defer cancel()
	for ended := range underWay {
		select {
		case <-ended:
		case <-ctx.Done():
		}
	}
	return response, err
}

// untilStopped is a context that ends when the provider is stopped, too. The call
// ends it when it has ended itself.
func (s *quickServer) untilStopped(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.underWay[ended] = cancel
	return ctx, sync.OnceFunc(func() {
		cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.underWay, ended)
		close(ended)
	})
}

// ValidateProviderConfig validates the provider block.
func (s *quickServer) ValidateProviderConfig(ctx context.Context, r *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	response, err := s.frameworkServer.ValidateProviderConfig(ctx, r)
	if err == nil {
		response.Diagnostics = explainFractions(response.Diagnostics)
	}
	return response, err
}

func (s *quickServer) ValidateResourceConfig(ctx context.Context, r *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	response, err := lend(ctx, s.provider.Quiet, r, s.frameworkServer.ValidateResourceConfig)
	if err == nil {
		response.Diagnostics = explainFractions(response.Diagnostics)
	}
	return response, err
}

func (s *quickServer) UpgradeResourceIdentity(
	ctx context.Context, r *tfprotov6.UpgradeResourceIdentityRequest,
) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return lend(ctx, s.provider.Quiet, r, s.frameworkServer.UpgradeResourceIdentity)
}

func (s *quickServer) PlanResourceChange(ctx context.Context, r *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return lend(ctx, s.provider.Quiet, r, s.frameworkServer.PlanResourceChange)
}

func (s *quickServer) ApplyResourceChange(ctx context.Context, r *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return lend(ctx, s.provider.Quiet, r, s.frameworkServer.ApplyResourceChange)
}

func (s *quickServer) ImportResourceState(ctx context.Context, r *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return lend(ctx, s.provider.Quiet, r, s.frameworkServer.ImportResourceState)
}

func (s *quickServer) ValidateDataResourceConfig(
	ctx context.Context, r *tfprotov6.ValidateDataResourceConfigRequest,
) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	response, err := lend(ctx, s.provider.Quiet, r, s.frameworkServer.ValidateDataResourceConfig)
	if err == nil {
		response.Diagnostics = explainFractions(response.Diagnostics)
	}
	return response, err
}

func (s *quickServer) ReadDataSource(ctx context.Context, r *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return lend(ctx, s.provider.Quiet, r, s.frameworkServer.ReadDataSource)
}

func (s *quickServer) CallFunction(ctx context.Context, r *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return lend(ctx, s.provider.Quiet, r, s.frameworkServer.CallFunction)
}

// ListResource lists until the provider is stopped.
func (s *quickServer) ListResource(ctx context.Context, r *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	ctx, end := s.untilStopped(ctx)
	stream, err := s.frameworkServer.ListResource(ctx, r)
	if err != nil {
		end()
		return nil, err
	}
	return &tfprotov6.ListResourceServerStream{Results: func(push func(tfprotov6.ListResourceResult) bool) {
		defer end()
		stream.Results(push)
	}}, nil
}

// InvokeAction invokes an action until the provider is stopped.
func (s *quickServer) InvokeAction(ctx context.Context, r *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	ctx, end := s.untilStopped(ctx)
	stream, err := s.invokeValid(ctx, r)
	if err != nil {
		end()
		return nil, err
	}
	return &tfprotov6.InvokeActionServerStream{Events: func(push func(tfprotov6.InvokeActionEvent) bool) {
		defer end()
		var held []tfprotov6.InvokeActionEvent
		heard := true
		stream.Events(func(event tfprotov6.InvokeActionEvent) bool {
			completed, is := event.Type.(tfprotov6.CompletedInvokeActionEventType)
			switch held = append(held, event); {
			case !is && ctx.Err() != nil:
				// Terraform halts at the first progress that it hears of after a stop, and shows no error after it.
				return true
			case slices.ContainsFunc(completed.Diagnostics, isError):
				held = held[len(held)-1:]
			}
			for _, event := range held {
				if heard = heard && push(event); !heard {
					end()
				}
			}
			held = nil
			return true // The action would wait forever for somebody who takes what it still says.
		})
	}}, nil
}

// invokeValid first validates the configuration once more: of what is known only
// now Terraform validates that of resources and data sources again, but not that of actions.
func (s *quickServer) invokeValid(ctx context.Context, r *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	validated, err := s.ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: r.ActionType, Config: r.Config})
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(validated.Diagnostics, isError) {
		return s.frameworkServer.InvokeAction(ctx, r)
	}
	return &tfprotov6.InvokeActionServerStream{Events: func(push func(tfprotov6.InvokeActionEvent) bool) {
		push(tfprotov6.InvokeActionEvent{Type: tfprotov6.CompletedInvokeActionEventType{Diagnostics: validated.Diagnostics}})
	}}, nil
}

func isError(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError }

// lend makes a call with a context that is empty afterwards, and that holds no
// loggers if the call is to be quiet.
func lend[Request, Response any](
	ctx context.Context, quiet bool, r Request, call func(context.Context, Request) (Response, error),
) (Response, error) {
	lent := &lentContext{quiet: quiet}
	lent.of.Store(&ctx)
	defer lent.of.Store(&nothing) //nolint:contextcheck // The call is over.
	return call(lent, r)          //nolint:contextcheck // It is the caller's context, lent.
}

// lentContext is another context, until that is taken back.
type lentContext struct {
	of    atomic.Pointer[context.Context]
	quiet bool
}

// nothing has ended, as the call has whose context is replaced by it.
var nothing = func() context.Context {
	ended, end := context.WithCancel(context.Background())
	end()
	return ended
}()

func (c *lentContext) Deadline() (time.Time, bool) { return (*c.of.Load()).Deadline() }
func (c *lentContext) Done() <-chan struct{}       { return (*c.of.Load()).Done() }
func (c *lentContext) Err() error                  { return (*c.of.Load()).Err() }

func (c *lentContext) Value(key any) any {
	if c.quiet {
		return nil
	}
	return (*c.of.Load()).Value(key)
}
