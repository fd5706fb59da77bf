package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// withoutEnvironment takes the provider's variables away, and those of whoever runs the tests.
func withoutEnvironment(t *testing.T) {
	t.Helper()
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TABLEAU_") {
			t.Setenv(name, "") // Restores it when the test ends.
			os.Unsetenv(name)
		}
	}
}

type object = acctest.Object

// check validates and configures as Terraform does, and gives what was said.
func check(t *testing.T, config object) []string {
	t.Helper()
	p := acctest.NewProtocol(t)
	validated, err := p.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: p.Provider(t, config)})
	if err != nil {
		t.Fatal(err)
	}
	diagnostics := validated.Diagnostics
	if len(diagnostics) == 0 {
		diagnostics = p.Configure(t.Context(), t, config)
	}
	var said []string
	for _, d := range diagnostics {
		said = append(said, acctest.DescribeDiagnostic(d))
	}
	return said
}

func TestConfiguration_wrongOnesAreOneErrorEach(t *testing.T) {
	withoutEnvironment(t)
	const url = "https://tableau.example.com"
	const noSite = `AttributeName("site"): No site on Tableau Cloud: Tableau Cloud has no default site. ` +
		"Set site, or the environment variable TABLEAU_SITE, to the part after /site/ in the browser's address."
	pat := func(more object) object {
		config := object{"server_url": url, "personal_access_token_name": "ci", "personal_access_token_secret": "hush"}
		for name, value := range more {
			config[name] = value
		}
		return config
	}
	app := object{"client_id": "c", "secret_id": "s", "username": "ann", "scopes": []any{"tableau:tasks:read"}}
	withApp := func(more object) object {
		config := object{"secret_value": "hush"}
		maps.Copy(config, app)
		maps.Copy(config, more)
		return object{"server_url": url, "connected_app": config}
	}
	for name, test := range map[string]struct {
		config object
		want   string
	}{
		"http to a public host": {pat(object{"server_url": "http://tableau.example.com"}), `AttributeName("server_url"): Invalid server URL: http://tableau.example.com would send the credentials unencrypted`},
		"no server":             {object{"personal_access_token_name": "ci", "personal_access_token_secret": "hush"}, `AttributeName("server_url"): No server to connect to: Set server_url, or the environment variable TABLEAU_SERVER_URL`},
		"no URL":                {pat(object{"server_url": "tableau.example.com"}), `AttributeName("server_url"): Invalid server URL: "tableau.example.com" is not the URL of a server: write one like https://tableau.example.com.`},
		"two ways":              {pat(object{"username": "ann", "password": "hush"}), `AttributeName("username"): More than one way to sign in: The configuration sets personal_access_token_name and username. Keep one of: a personal access token, a user name and password.`},
		"three ways":            {pat(object{"username": "ann", "jwt": "eyJ"}), `AttributeName("jwt"): More than one way to sign in: The configuration sets personal_access_token_name and username and jwt.`},
		"no way":                {object{"server_url": url}, `No way to sign in: Set one of: personal_access_token_name and personal_access_token_secret, username and password, jwt, connected_app.`},
		"name without secret":   {object{"server_url": url, "personal_access_token_name": "ci"}, `AttributeName("personal_access_token_secret"): Missing part of the sign-in: Set personal_access_token_secret, or the environment variable TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET.`},
		"secret without name":   {object{"server_url": url, "personal_access_token_secret": "hush"}, `AttributeName("personal_access_token_name"): Missing part of the sign-in`},
		"user without password": {object{"server_url": url, "username": "ann"}, `AttributeName("password"): Missing part of the sign-in`},
		"kind of no token":      {object{"server_url": url, "jwt_is_uat": true}, `AttributeName("jwt"): Missing part of the sign-in`},
		"app without secret":    {object{"server_url": url, "connected_app": app}, `AttributeName("connected_app").AttributeName("secret_value"): Missing part of the sign-in: Set connected_app.secret_value, or the environment variable TABLEAU_CONNECTED_APP_SECRET_VALUE.`},
		"URL of the API":        {pat(object{"server_url": url + "/api/3.24"}), `AttributeName("server_url"): Invalid server URL: https://tableau.example.com/api/3.24 is an address of the REST API: write the root of the server alone, https://tableau.example.com.`},
		"address of a site":     {pat(object{"site": "#/site/finance"}), `AttributeName("site"): Invalid site: "#/site/finance" has a slash or a blank: write the site's content URL, the part after /site/ in its address.`},
		"name of a site":        {pat(object{"site": "Finance Team"}), `AttributeName("site"): Invalid site: "Finance Team" has a slash or a blank`},
		"app without id":        {withApp(object{"client_id": ""}), `AttributeName("connected_app").AttributeName("client_id"): Invalid connected_app.client_id: connected_app.client_id must not be empty, and must not hold control characters.`},
		"app of nobody":         {withApp(object{"username": ""}), `AttributeName("connected_app").AttributeName("username"): Invalid connected_app.username: connected_app.username must not be empty`},
		"app of no secret":      {withApp(object{"secret_id": ""}), `AttributeName("connected_app").AttributeName("secret_id"): Invalid connected_app.secret_id: connected_app.secret_id must not be empty`},
		"no scope":              {withApp(object{"scopes": []any{}}), `AttributeName("connected_app").AttributeName("scopes"): Invalid Attribute Value: Attribute connected_app.scopes set must contain at least 1 elements, got: 0`},
		"scopes in one": {
			withApp(object{"scopes": []any{"tableau:tasks:read tableau:users:read"}}),
			`AttributeName("connected_app").AttributeName("scopes").ElementKeyValue(tftypes.String<"tableau:tasks:read tableau:users:read">): Invalid Attribute Value Match: ` +
				`Attribute connected_app.scopes[Value("tableau:tasks:read tableau:users:read")] must be one scope, without blanks, that begins with tableau:, got: tableau:tasks:read tableau:users:read`,
		},
		"scope of something else": {
			withApp(object{"scopes": []any{"content:read"}}),
			`AttributeName("connected_app").AttributeName("scopes").ElementKeyValue(tftypes.String<"content:read">): Invalid Attribute Value Match: ` +
				`Attribute connected_app.scopes[Value("content:read")] must be one scope, without blanks, that begins with tableau:, got: content:read`,
		},
		"Cloud without a site":       {pat(object{"product": "cloud"}), noSite},
		"Cloud's host, without site": {pat(object{"server_url": "https://10ax.online.tableau.com", "site": ""}), noSite},
		"scope that is null": {
			withApp(object{"scopes": []any{"tableau:tasks:read", nil}}),
			`AttributeName("connected_app").AttributeName("scopes").ElementKeyValue(tftypes.String<null>): Null in place of a value: A member of connected_app.scopes is null. Leave it out or give it a value.`,
		},
		"version that is none": {pat(object{"api_version": "latest"}), `AttributeName("api_version"): Invalid API version: "latest" is not a REST API version`},
		"version of the product": {
			pat(object{"api_version": "2024.2"}),
			`AttributeName("api_version"): Invalid API version: 2024.2 is a version of the product: write that of the REST API, such as 3.22, or leave api_version out.`,
		},
		"product that is none":  {pat(object{"product": "online"}), `AttributeName("product"): Invalid Attribute Value Match`},
		"time-out that is none": {pat(object{"request_timeout": "60"}), `AttributeName("request_timeout"): Invalid request timeout: "60" is not a length of time: write a number with a unit, such as 90s or 2m.`},
		"time-out of nothing":   {pat(object{"request_timeout": "0s"}), `AttributeName("request_timeout"): Invalid request timeout`},
		"no requests":           {pat(object{"max_concurrent_requests": 0}), `AttributeName("max_concurrent_requests")`},
		"negative retries":      {pat(object{"max_retries": -1}), `AttributeName("max_retries")`},
		"no certificate":        {pat(object{"ca_certificate_file": filepath.Join(t.TempDir(), "none.pem")}), `AttributeName("ca_certificate_file"): Invalid certificate file: Cannot read the certificate file`},
	} {
		t.Run(name, func(t *testing.T) {
			said := check(t, test.config)
			if len(said) != 1 || !strings.HasPrefix(said[0], test.want) {
				t.Errorf("got  %s\nwant %s", strings.Join(said, "\n     "), test.want)
			}
		})
	}
}

func TestConfiguration_environmentFillsWhatIsLeftOut(t *testing.T) {
	for name, test := range map[string]struct {
		variables map[string]string
		config    object
		want      string
	}{
		"all of it": {
			variables: map[string]string{"TABLEAU_SERVER_URL": "https://tableau.example.com", "TABLEAU_USERNAME": "ann", "TABLEAU_PASSWORD": "hush"},
		},
		"the secret of the configured token": {
			variables: map[string]string{"TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET": "hush"},
			config:    object{"server_url": "https://tableau.example.com", "personal_access_token_name": "ci"},
		},
		"another way than the configured one is passed over": {
			variables: map[string]string{"TABLEAU_USERNAME": "ann", "TABLEAU_PASSWORD": "hush"},
			config:    object{"server_url": "https://tableau.example.com", "personal_access_token_name": "ci", "personal_access_token_secret": "hush"},
		},
		"two ways at once": {
			variables: map[string]string{"TABLEAU_USERNAME": "ann", "TABLEAU_JWT": "eyJ"},
			config:    object{"server_url": "https://tableau.example.com"},
			want:      "More than one way to sign in: The environment sets TABLEAU_USERNAME and TABLEAU_JWT. Keep one of: a user name and password, a JSON Web Token, or say in the provider's configuration which it is.",
		},
		"a product that is none": {
			variables: map[string]string{"TABLEAU_PRODUCT": "online", "TABLEAU_JWT": "eyJ"},
			config:    object{"server_url": "https://tableau.example.com"},
			want:      `AttributeName("product"): Invalid product: The environment variable TABLEAU_PRODUCT is "online"; it can be server or cloud.`,
		},
		"a URL that is none": {
			variables: map[string]string{"TABLEAU_SERVER_URL": "127.0.0.1:8000", "TABLEAU_JWT": "eyJ"},
			want: `AttributeName("server_url"): Invalid server URL: "127.0.0.1:8000" is not the URL of a server: write one like https://tableau.example.com. ` +
				`The value comes from the environment variable TABLEAU_SERVER_URL.`,
		},
		"the address of a site": {
			variables: map[string]string{"TABLEAU_SITE": "site/finance", "TABLEAU_JWT": "eyJ"},
			config:    object{"server_url": "https://tableau.example.com"},
			want: `AttributeName("site"): Invalid site: "site/finance" has a slash or a blank: write the site's content URL, the part after /site/ in its address. ` +
				`The value comes from the environment variable TABLEAU_SITE.`,
		},
		"a site in the variable of another provider": {
			variables: map[string]string{"TABLEAU_SITE_NAME": "finance", "TABLEAU_JWT": "eyJ"},
			config:    object{"server_url": "https://tableau.example.com"},
			want: `AttributeName("site"): TABLEAU_SITE_NAME is not read: The environment variable TABLEAU_SITE_NAME is "finance", but this provider reads TABLEAU_SITE, ` +
				`so that it signs in to Server's default site. Set site or TABLEAU_SITE to the part after /site/ in the site's address, or write site = "" if the default site is meant.`,
		},
		"a site in both variables": {
			variables: map[string]string{"TABLEAU_SITE_NAME": "finance", "TABLEAU_SITE": "finance", "TABLEAU_JWT": "eyJ"},
			config:    object{"server_url": "https://tableau.example.com"},
		},
		"the default site all the same": {
			variables: map[string]string{"TABLEAU_SITE_NAME": "finance", "TABLEAU_JWT": "eyJ"},
			config:    object{"server_url": "https://tableau.example.com", "site": ""},
		},
		"Cloud and no site": {
			variables: map[string]string{"TABLEAU_PRODUCT": "cloud", "TABLEAU_SITE_NAME": "finance", "TABLEAU_JWT": "eyJ"},
			config:    object{"server_url": "https://tableau.example.com"},
			want:      `AttributeName("site"): No site on Tableau Cloud: Tableau Cloud has no default site.`,
		},
		"Cloud and a site": {
			variables: map[string]string{"TABLEAU_SITE": "finance", "TABLEAU_JWT": "eyJ"},
			config:    object{"server_url": "https://10ax.online.tableau.com"},
		},
		"a public host over http": {
			variables: map[string]string{"TABLEAU_SERVER_URL": "http://tableau.example.com", "TABLEAU_JWT": "eyJ"},
			want: `AttributeName("server_url"): Invalid server URL: http://tableau.example.com would send the credentials unencrypted: use https://, ` +
				`or set allow_insecure_http = true if the network in between is trusted. The value comes from the environment variable TABLEAU_SERVER_URL.`,
		},
		"a version that is none": {
			variables: map[string]string{"TABLEAU_API_VERSION": "3", "TABLEAU_JWT": "eyJ"},
			config:    object{"server_url": "https://tableau.example.com"},
			want: `AttributeName("api_version"): Invalid API version: "3" is not a REST API version: write two numbers with a dot between them, such as 3.24. ` +
				`The value comes from the environment variable TABLEAU_API_VERSION.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			withoutEnvironment(t)
			for variable, value := range test.variables {
				t.Setenv(variable, value)
			}
			said := strings.Join(check(t, test.config), "\n")
			if !strings.HasPrefix(said, test.want) || (said != "") != (test.want != "") {
				t.Errorf("got  %s\nwant %s", said, test.want)
			}
		})
	}
}

func TestConfiguration_unknownIsToleratedUntilACallIsNeeded(t *testing.T) {
	withoutEnvironment(t)
	p := acctest.NewProtocol(t)
	for name, config := range map[string]object{
		"url":    {"server_url": acctest.Unknown, "personal_access_token_name": "ci", "personal_access_token_secret": acctest.Unknown},
		"app":    {"server_url": "https://tableau.example.com", "connected_app": acctest.Unknown},
		"scopes": {"server_url": "https://tableau.example.com", "connected_app": object{"client_id": "c", "secret_id": "s", "username": "u", "scopes": []any{acctest.Unknown}}},
	} {
		t.Run(name, func(t *testing.T) {
			validated, err := p.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: p.Provider(t, config)})
			if err != nil {
				t.Fatal(err)
			}
			acctest.FailOn(t, validated.Diagnostics)
			acctest.FailOn(t, p.Configure(t.Context(), t, config))
		})
	}
	acctest.FailOn(t, p.Configure(t.Context(), t, object{"server_url": acctest.Unknown, "personal_access_token_secret": acctest.Unknown}))

	schedule := object{"name": "Nightly", "type": "Extract", "frequency": object{"daily": object{"start": "02:15"}}}
	planned, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "tableau_schedule", PriorState: p.Resource(t, "tableau_schedule", nil),
		ProposedNewState: p.Resource(t, "tableau_schedule", schedule), Config: p.Resource(t, "tableau_schedule", schedule),
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, planned.Diagnostics)

	read, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "tableau_server_info", Config: p.DataSource(t, "tableau_server_info", object{}),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "Provider configuration not known yet: Tableau has to be asked, but personal_access_token_secret, server_url of the provider will only be known after apply."
	if len(read.Diagnostics) != 1 || !strings.HasPrefix(acctest.DescribeDiagnostic(read.Diagnostics[0]), want) {
		t.Errorf("got %v, want %s", read.Diagnostics, want)
	}
}

func TestConfiguration_reachesTheClient(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{APIVersion: "3.27"})
	p := site.Protocol(t.Context(), t, object{"api_version": "3.20", "product": "server", "max_retries": 0, "request_timeout": "10s", "max_concurrent_requests": 1})
	info, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "tableau_server_info", Config: p.DataSource(t, "tableau_server_info", object{})})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, info.Diagnostics)
	state := p.DecodeDataSource(t, "tableau_server_info", info.State)
	if state["product"] != "server" || state["rest_api_version"] != "3.27" || state["api_version"] != "3.20" {
		t.Errorf("got %v", state)
	}
	if n := site.Mock.Requests().Total; n != 1 {
		t.Errorf("%d requests, want one: the product was said", n)
	}
	if err := site.Mock.SetFaults(mockserver.Fault{Route: "GET /sessions/current", HTML: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "tableau_current_session", Config: p.DataSource(t, "tableau_current_session", object{})}); err != nil {
		t.Fatal(err)
	}
	if n := site.Mock.Requests().ByRoute["GET /sessions/current"]; n != 1 {
		t.Errorf("%d requests with max_retries = 0, want one", n)
	}
}
