package provider

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	defaultMaxRetries     = 4
	defaultRequestTimeout = time.Minute

	// firstProductVersion is the oldest major version that can only be the product's, such as
	// 10.5 and 2024.2; the REST API is far from it.
	firstProductVersion = 10
)

// configuration is the provider block.
type configuration struct {
	ServerURL                 types.String `tfsdk:"server_url"`
	Site                      types.String `tfsdk:"site"`
	PersonalAccessTokenName   types.String `tfsdk:"personal_access_token_name"`
	PersonalAccessTokenSecret types.String `tfsdk:"personal_access_token_secret"`
	Username                  types.String `tfsdk:"username"`
	Password                  types.String `tfsdk:"password"`
	JWT                       types.String `tfsdk:"jwt"`
	JWTIsUAT                  types.Bool   `tfsdk:"jwt_is_uat"`
	ConnectedApp              types.Object `tfsdk:"connected_app"`
	APIVersion                types.String `tfsdk:"api_version"`
	Product                   types.String `tfsdk:"product"`
	MaxConcurrentRequests     types.Int64  `tfsdk:"max_concurrent_requests"`
	MaxRetries                types.Int64  `tfsdk:"max_retries"`
	RequestTimeout            types.String `tfsdk:"request_timeout"`
	CACertificateFile         types.String `tfsdk:"ca_certificate_file"`
	AllowInsecureHTTP         types.Bool   `tfsdk:"allow_insecure_http"`
}

// connectedApp is the block of the same name.
type connectedApp struct {
	ClientID    types.String `tfsdk:"client_id"`
	SecretID    types.String `tfsdk:"secret_id"`
	SecretValue types.String `tfsdk:"secret_value"`
	Username    types.String `tfsdk:"username"`
	Scopes      types.Set    `tfsdk:"scopes"`
}

// unknownAttributes names those of a provider block whose values are not known yet.
func unknownAttributes(block tftypes.Value) (names []string) {
	var values map[string]tftypes.Value
	_ = block.As(&values) // A provider block is an object.
	for name, value := range values {
		if !value.IsFullyKnown() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// validate reports what is wrong with what is written in the configuration.
func (c configuration) validate(diags *diag.Diagnostics) {
	if !c.ServerURL.IsNull() && !c.ServerURL.IsUnknown() && !c.AllowInsecureHTTP.IsUnknown() {
		c.checkServerURL(c.ServerURL.ValueString(), diags)
	}
	c.site(diags)
	c.apiVersion(diags)
	c.requestTimeout(diags)
	c.chosenInConfiguration(diags)
}

// client makes the client's settings of a configuration that is known, with
// the environment filling what it leaves out.
func (c configuration) client(ctx context.Context, diags *diag.Diagnostics) tableau.Config {
	config := tableau.Config{
		ServerURL:             orEnv(c.ServerURL, "TABLEAU_SERVER_URL"),
		Site:                  c.site(diags),
		Credentials:           c.credentials(ctx, diags),
		APIVersion:            c.apiVersion(diags),
		Product:               c.product(diags),
		MaxConcurrentRequests: int(c.MaxConcurrentRequests.ValueInt64()),
		MaxRetries:            defaultMaxRetries,
		RequestTimeout:        c.requestTimeout(diags),
		CACertificateFile:     c.CACertificateFile.ValueString(),
		AllowInsecureHTTP:     c.AllowInsecureHTTP.ValueBool(),
	}
	if !c.MaxRetries.IsNull() {
		config.MaxRetries = int(c.MaxRetries.ValueInt64())
	}
	if config.ServerURL == "" {
		diags.AddAttributeError(path.Root("server_url"), "No server to connect to",
			"Set server_url, or the environment variable TABLEAU_SERVER_URL, to the root of the server, such as https://tableau.example.com.")
	} else {
		c.checkServerURL(config.ServerURL, diags)
	}
	c.checkSiteGiven(config, diags)
	if file := config.CACertificateFile; file != "" {
		if _, err := tableau.ReadCertificates(file); err != nil {
			diags.AddAttributeError(path.Root("ca_certificate_file"), "Invalid certificate file", framework.Sentence(err.Error()))
		}
	}
	return config
}

func (c configuration) checkServerURL(written string, diags *diag.Diagnostics) {
	if _, err := tableau.ParseServerURL(written, c.AllowInsecureHTTP.ValueBool()); err != nil {
		diags.AddAttributeError(path.Root("server_url"), "Invalid server URL", framework.Sentence(err.Error())+origin(c.ServerURL, "TABLEAU_SERVER_URL"))
	}
}

func (c configuration) site(diags *diag.Diagnostics) string {
	site := orEnv(c.Site, "TABLEAU_SITE")
	if strings.ContainsFunc(site, func(r rune) bool { return r == '/' || unicode.IsSpace(r) }) {
		diags.AddAttributeError(path.Root("site"), "Invalid site",
			fmt.Sprintf("%q has a slash or a blank: write the site's content URL, the part after /site/ in its address.", site)+origin(c.Site, "TABLEAU_SITE"))
	}
	return site
}

// checkSiteGiven refuses Cloud without a site. It warns of Server's default site where the
// environment names another one as other tools want it; site = "" says that it is meant.
func (c configuration) checkSiteGiven(config tableau.Config, diags *diag.Diagnostics) {
	base, err := url.Parse(config.ServerURL)
	onCloud := config.Product == tableau.Cloud || config.Product == "" && err == nil && tableau.IsCloudHost(base.Hostname())
	name := os.Getenv("TABLEAU_SITE_NAME")
	switch {
	case config.Site != "":
	case onCloud:
		diags.AddAttributeError(path.Root("site"), "No site on Tableau Cloud",
			"Tableau Cloud has no default site. Set site, or the environment variable TABLEAU_SITE, to the part after /site/ in the browser's address.")
	case c.Site.IsNull() && name != "":
		diags.AddAttributeWarning(path.Root("site"), "TABLEAU_SITE_NAME is not read", fmt.Sprintf(
			"The environment variable TABLEAU_SITE_NAME is %q, but this provider reads TABLEAU_SITE, so that it signs in to Server's default site. "+
				"Set site or TABLEAU_SITE to the part after /site/ in the site's address, or write site = \"\" if the default site is meant.", name))
	}
}

func (c configuration) apiVersion(diags *diag.Diagnostics) tableau.Version {
	written := orEnv(c.APIVersion, "TABLEAU_API_VERSION")
	if written == "" {
		return tableau.Version{}
	}
	version, err := tableau.ParseVersion(written)
	if err == nil && version.Major >= firstProductVersion {
		err = fmt.Errorf("%s is a version of the product: write that of the REST API, such as 3.22, or leave api_version out", written)
	}
	if err != nil {
		diags.AddAttributeError(path.Root("api_version"), "Invalid API version", framework.Sentence(err.Error())+origin(c.APIVersion, "TABLEAU_API_VERSION"))
	}
	return version
}

func (c configuration) product(diags *diag.Diagnostics) tableau.Product {
	product := tableau.Product(orEnv(c.Product, "TABLEAU_PRODUCT"))
	if product != "" && product != tableau.Server && product != tableau.Cloud {
		diags.AddAttributeError(path.Root("product"), "Invalid product",
			fmt.Sprintf("The environment variable TABLEAU_PRODUCT is %q; it can be server or cloud.", product))
	}
	return product
}

func (c configuration) requestTimeout(diags *diag.Diagnostics) time.Duration {
	written := c.RequestTimeout.ValueString()
	if written == "" {
		return defaultRequestTimeout
	}
	timeout, err := time.ParseDuration(written)
	if err != nil || timeout <= 0 {
		diags.AddAttributeError(path.Root("request_timeout"), "Invalid request timeout",
			fmt.Sprintf("%q is not a length of time: write a number with a unit, such as 90s or 2m.", written))
	}
	return timeout
}

// orEnv is a configured value, or what the environment has in its place.
func orEnv(value types.String, variable string) string {
	if value.IsNull() {
		return os.Getenv(variable)
	}
	return value.ValueString()
}

// origin is a sentence, with a space before it, that names the variable from
// which orEnv takes the value; "" where it is configured.
func origin(value types.String, variable string) string {
	if value.IsNull() {
		return " The value comes from the environment variable " + variable + "."
	}
	return ""
}
