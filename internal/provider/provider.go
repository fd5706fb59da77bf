// Package provider is the tableau provider: its configuration, and the
// registries of everything that it offers.
package provider

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/dataacceleration"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/extractrefreshtask"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/flowrun"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/flowtask"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/job"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/linkedtask"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/permissions"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/schedule"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/server"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/site"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/services/subscription"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	_ provider.Provider                   = (*Provider)(nil)
	_ provider.ProviderWithActions        = (*Provider)(nil)
	_ provider.ProviderWithFunctions      = (*Provider)(nil)
	_ provider.ProviderWithListResources  = (*Provider)(nil)
	_ provider.ProviderWithValidateConfig = (*Provider)(nil)
)

// Provider is the tableau provider. The zero value works, as a development
// version.
type Provider struct {
	// Version is the provider's own version, named to the server.
	Version string
	// RetryUnit is the shortest wait before a call is sent again; 0 means the
	// client's default. Tests shorten it.
	RetryUnit time.Duration
	// Quiet is set when nobody reads a log.
	Quiet bool

	mu      sync.Mutex
	clients []*tableau.Client
}

// Resources are the nouns that Terraform manages.
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		extractrefreshtask.NewResource,
		flowtask.NewResource,
		permissions.NewDefaultsResource,
		permissions.NewGranteeResource,
		permissions.NewResource,
		schedule.NewResource,
		subscription.NewResource,
	}
}

// ListResources are the nouns that `terraform query` finds.
func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		extractrefreshtask.NewListResource,
		flowtask.NewListResource,
		permissions.NewDefaultsListResource,
		permissions.NewGranteeListResource,
		permissions.NewListResource,
		schedule.NewListResource,
		subscription.NewListResource,
	}
}

// DataSources are what configurations can look up.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		dataacceleration.NewPluralDataSource,
		extractrefreshtask.NewPluralDataSource,
		flowrun.NewPluralDataSource,
		flowtask.NewPluralDataSource,
		job.NewDataSource,
		job.NewPluralDataSource,
		linkedtask.NewPluralDataSource,
		permissions.NewDataSource,
		permissions.NewDefaultDataSource,
		schedule.NewDataSource,
		schedule.NewPluralDataSource,
		server.NewInfoDataSource,
		server.NewSessionDataSource,
		site.NewDatasourceDataSource,
		site.NewDatasourcesDataSource,
		site.NewFlowDataSource,
		site.NewFlowsDataSource,
		site.NewGroupDataSource,
		site.NewGroupsDataSource,
		site.NewProjectDataSource,
		site.NewProjectsDataSource,
		site.NewUserDataSource,
		site.NewUsersDataSource,
		site.NewViewDataSource,
		site.NewViewsDataSource,
		site.NewWorkbookDataSource,
		site.NewWorkbooksDataSource,
		subscription.NewPluralDataSource,
	}
}

// Actions are what `terraform apply -invoke` and action triggers can do.
func (p *Provider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		extractrefreshtask.NewRunAction,
		flowrun.NewCancelAction,
		flowrun.NewRunAction,
		flowtask.NewRunAction,
		job.NewCancelAction,
		job.NewRefreshAction,
		linkedtask.NewRunAction,
		schedule.NewSetStateAction,
	}
}

// Functions are pure: they need no configuration and make no call.
func (p *Provider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		frequency.NewFromCronFunction,
		frequency.NewDescribeFunction,
		frequency.NewNextRunsFunction,
		permissions.NewCapabilitiesFunction,
	}
}

// Metadata names the provider.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "tableau"
	resp.Version = p.Version
}

// ValidateConfig refuses what the configuration alone shows to be wrong. What
// is missing may still come from the environment of another machine.
func (p *Provider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	config, ok := framework.Decode[configuration](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	config.validate(&resp.Diagnostics)
}

// Configure makes the client that all resources share. It sends nothing.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	config, ok := framework.Decode[configuration](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	connection := framework.NewUnknownConnection(unknownAttributes(req.Config.Raw))
	if req.Config.Raw.IsFullyKnown() {
		client := p.newClient(ctx, config, &resp.Diagnostics)
		if client == nil {
			return
		}
		connection = framework.NewConnection(client)
	}
	resp.ResourceData = connection
	resp.DataSourceData = connection
	resp.ListResourceData = connection
	resp.ActionData = connection
}

// newClient makes a client, which SignOut knows of. It is nil when that failed, which
// is then reported.
func (p *Provider) newClient(ctx context.Context, config configuration, diags *diag.Diagnostics) *tableau.Client {
	settings := config.client(ctx, diags)
	if diags.HasError() {
		return nil
	}
	settings.UserAgent = "terraform-provider-tableau/" + p.Version
	settings.RetryUnit = p.RetryUnit
	settings.Log = logCall
	client, err := tableau.NewClient(settings)
	if err != nil {
		diags.AddError("Invalid provider configuration", framework.Sentence(err.Error()))
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clients = append(p.clients, client)
	return client
}

// SignOut ends every session that the provider opened. Terraform gives a
// provider two seconds between asking it to end and killing it.
func (p *Provider) SignOut(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var failures []error
	for _, client := range p.clients {
		failures = append(failures, client.Close(ctx))
	}
	p.clients = nil
	return errors.Join(failures...)
}
