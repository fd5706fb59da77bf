package acctest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/provider"
)

// Protocol drives the provider in-process, as Terraform would over its protocol.
type Protocol struct {
	tfprotov6.ProviderServer
	provider *provider.Provider
	schemas  *tfprotov6.GetProviderSchemaResponse
}

// providerSchemas asks once: all tests of a package have the same provider, and
// its schemas take longer than most calls.
var providerSchemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server, err := providerserver.NewProtocol6WithError(NewProvider())()
	if err != nil {
		return nil, err
	}
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// NewProtocol starts the provider without configuring it.
func NewProtocol(t testing.TB) *Protocol {
	t.Helper()
	return newProtocol(t, retryUnit)
}

func newProtocol(t testing.TB, unit time.Duration) *Protocol {
	t.Helper()
	started := newProvider(unit)
	schemas, err := providerSchemas()
	if err != nil {
		t.Fatal(err)
	}
	FailOn(t, schemas.Diagnostics)
	return &Protocol{ProviderServer: provider.NewServer(started), provider: started, schemas: schemas}
}

// Protocol starts the provider and configures it for the site, with further
// attributes of the provider block. On a real site the sign-in comes from the
// environment.
func (s *Site) Protocol(ctx context.Context, t testing.TB, attributes Object) *Protocol {
	t.Helper()
	p := newProtocol(t, cmp.Or(s.RetryUnit, retryUnit))
	config := Object{}
	if s.Mock != nil {
		config = Object{"server_url": s.URL, "personal_access_token_name": "demo", "personal_access_token_secret": "demo-secret"}
	}
	for name, value := range attributes {
		config[name] = value
	}
	FailOn(t, p.Configure(ctx, t, config))
	return p
}

// Configure gives the provider its configuration.
func (p *Protocol) Configure(ctx context.Context, t testing.TB, config Object) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := p.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: p.Provider(t, config)})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}

// SignOut ends the sessions of the provider, as Terraform's asking it to end does.
func (p *Protocol) SignOut(ctx context.Context) error { return p.provider.SignOut(ctx) }

// Schemas are the provider's schemas.
func (p *Protocol) Schemas() *tfprotov6.GetProviderSchemaResponse { return p.schemas }

// Provider encodes an object as the provider's configuration; nil is an empty one.
func (p *Protocol) Provider(t testing.TB, value Object) *tfprotov6.DynamicValue {
	t.Helper()
	if value == nil {
		value = Object{}
	}
	return encode(t, p.schemas.Provider, value)
}

// Resource encodes an object as the configuration, plan or state of a resource; nil is none.
func (p *Protocol) Resource(t testing.TB, name string, value Object) *tfprotov6.DynamicValue {
	t.Helper()
	return encode(t, p.schemas.ResourceSchemas[name], value)
}

// DataSource encodes an object as the configuration of a data source.
func (p *Protocol) DataSource(t testing.TB, name string, value Object) *tfprotov6.DynamicValue {
	t.Helper()
	return encode(t, p.schemas.DataSourceSchemas[name], value)
}

// List lists objects, all that come.
func (p *Protocol) List(t testing.TB, request *tfprotov6.ListResourceRequest) []tfprotov6.ListResourceResult {
	t.Helper()
	server, ok := p.ProviderServer.(tfprotov6.ProviderServerWithListResource) //nolint:staticcheck // What replaces it is not there yet.
	if !ok {
		t.Fatal("the provider has no list resources")
	}
	stream, err := server.ListResource(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(stream.Results)
}

// ValidateList validates the configuration of a list resource.
func (p *Protocol) ValidateList(t testing.TB, name string, config Object) []*tfprotov6.Diagnostic {
	t.Helper()
	server, ok := p.ProviderServer.(tfprotov6.ProviderServerWithListResource) //nolint:staticcheck // What replaces it is not there yet.
	if !ok {
		t.Fatal("the provider has no list resources")
	}
	response, err := server.ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: p.ListConfig(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}

// ListConfig encodes an object as the configuration of a list resource.
func (p *Protocol) ListConfig(t testing.TB, name string, value Object) *tfprotov6.DynamicValue {
	t.Helper()
	return encode(t, p.schemas.ListResourceSchemas[name], value)
}

// DecodeResource turns a resource's plan or state into a test's terms; nil is none.
func (p *Protocol) DecodeResource(t testing.TB, name string, value *tfprotov6.DynamicValue) Object {
	t.Helper()
	return decode(t, p.schemas.ResourceSchemas[name].ValueType(), value)
}

// DecodeDataSource turns a data source's state into a test's terms.
func (p *Protocol) DecodeDataSource(t testing.TB, name string, value *tfprotov6.DynamicValue) Object {
	t.Helper()
	return decode(t, p.schemas.DataSourceSchemas[name].ValueType(), value)
}

// FailOn ends the test if there is an error among the diagnostics.
func FailOn(t testing.TB, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			t.Fatal(DescribeDiagnostic(d))
		}
	}
}

// DescribeDiagnostic is a diagnostic on one line: path, summary, detail.
func DescribeDiagnostic(d *tfprotov6.Diagnostic) string {
	at := ""
	if d.Attribute != nil {
		at = d.Attribute.String() + ": "
	}
	return at + d.Summary + ": " + strings.ReplaceAll(d.Detail, "\n", " ")
}
