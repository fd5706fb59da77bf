package provider

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

// Schema describes the provider block. Nothing in it is required, for all of
// it can come from the environment.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	attributes := serverAttributes()
	maps.Copy(attributes, signInAttributes())
	maps.Copy(attributes, requestAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages what runs when on Tableau Server and Tableau Cloud, and who may do what: schedules, extract refreshes, flow runs, " +
			"subscriptions and permissions.",
		Attributes: attributes,
	}
}

// serverAttributes say where to connect to.
func serverAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"server_url": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Root of the server, such as `https://tableau.example.com`; on Tableau Cloud that of your pod, such as " +
				"`https://10ax.online.tableau.com`. May come from `TABLEAU_SERVER_URL`.",
		},
		"site": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Content URL of the site: the part after `/site/` in the browser's address bar. " +
				"Absent or `\"\"` is Server's default site; Tableau Cloud always needs one. May come from `TABLEAU_SITE`.",
		},
		"api_version": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Version of the REST API to speak, such as `\"3.24\"`. It needs the quotes: as a number `3.20` is `3.2`. Default: the newest " +
				"that both the server and this provider know. May come from `TABLEAU_API_VERSION`.",
		},
		"product": schema.StringAttribute{
			Optional:   true,
			Validators: []validator.String{stringvalidator.OneOf("server", "cloud")},
			MarkdownDescription: "`server` or `cloud`. Default: found out, with one call where a plan depends on it. May come from " +
				"`TABLEAU_PRODUCT`.",
		},
		"ca_certificate_file": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "PEM file of certificate authorities to trust beside the system's.",
		},
		"allow_insecure_http": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether `server_url` may be `http://` for a host other than this machine, which sends credentials " +
				"unencrypted. Default `false`.",
		},
	}
}

// signInAttributes are the ways to sign in.
func signInAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"personal_access_token_name": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Name of the personal access token to sign in with (API 3.6). Give each pipeline a token of its own: " +
				"signing in ends the session that the same token opened before. May come from `TABLEAU_PERSONAL_ACCESS_TOKEN_NAME`.",
		},
		"personal_access_token_secret": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "Secret of the personal access token. May come from `TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET`.",
		},
		"username": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Name of the user to sign in as, with `password`. Tableau Cloud refuses it where multi-factor authentication " +
				"is enforced. May come from `TABLEAU_USERNAME`.",
		},
		"password": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "Password of the user. May come from `TABLEAU_PASSWORD`.",
		},
		"jwt": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "A ready-made JSON Web Token of a connected app or an external authorization server (API 3.16). Tableau accepts it " +
				"once, so a session that ends early cannot be renewed. May come from `TABLEAU_JWT`.",
		},
		"jwt_is_uat": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether `jwt` is a unified access token of Tableau Cloud (API 3.27). Default `false`.",
		},
		"connected_app": connectedAppAttribute(),
	}
}

// requestAttributes say how requests are made.
func requestAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"max_concurrent_requests": schema.Int64Attribute{
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(1, 100)},
			MarkdownDescription: "Most requests in flight at once, 1 to 100. Default 10; 4 is kinder to Tableau Cloud.",
		},
		"max_retries": schema.Int64Attribute{
			Optional:   true,
			Validators: []validator.Int64{int64validator.Between(0, 20)},
			MarkdownDescription: "How often one call is sent again after a passing fault, 0 to 20. Default 4. Only calls that do no harm when " +
				"sent twice are sent again; others are looked up first. Where Tableau wants fewer requests (HTTP 429), all calls wait as long as it " +
				"says, up to five minutes each time, and come at a slower pace; a longer wait is an error at once, which says when to come back. " +
				"Where a call finds the server gone after all that, the next ones are tried once, until it answers or half a minute is over.",
		},
		"request_timeout": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Longest that one request may take, such as `90s` or `2m`. Default `60s`.",
		},
	}
}

func connectedAppAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "A connected app with direct trust to sign in with (API 3.16): the provider signs a token of five minutes for each " +
			"sign-in. Several methods of schedules and tasks cannot be called this way; see the guide on signing in.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.Name()},
				MarkdownDescription: "Client id of the connected app.",
			},
			"secret_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.Name()},
				MarkdownDescription: "Id of the app's secret.",
			},
			"secret_value": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Value of the app's secret. May come from `TABLEAU_CONNECTED_APP_SECRET_VALUE`.",
			},
			"username": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.Name()},
				MarkdownDescription: "Name of the Tableau user to act as; on Tableau Cloud the e-mail address.",
			},
			"scopes": schema.SetAttribute{
				Required: true, ElementType: types.StringType,
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), framework.NoNullElements(), setvalidator.ValueStringsAre(
					stringvalidator.RegexMatches(regexp.MustCompile(`^tableau:\S+$`), "must be one scope, without blanks, that begins with tableau:"))},
				MarkdownDescription: "Access scopes to ask for, such as `tableau:content:read`, `tableau:tasks` and `tableau:permissions:read`.",
			},
		},
	}
}
