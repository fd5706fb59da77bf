package provider

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// signInWay is one way to sign in: the attributes that make it up, and the
// environment variables that can stand in for them.
type signInWay struct {
	name       string
	attributes []string
	variables  []string
	make       func(context.Context, configuration, *diag.Diagnostics) tableau.Credentials
}

// signInWays is every way that the provider knows.
var signInWays = []signInWay{
	{
		name:       "a personal access token",
		attributes: []string{"personal_access_token_name", "personal_access_token_secret"},
		variables:  []string{"TABLEAU_PERSONAL_ACCESS_TOKEN_NAME", "TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET"},
		make: func(_ context.Context, c configuration, diags *diag.Diagnostics) tableau.Credentials {
			return tableau.PersonalAccessToken{
				Name:   required(c.PersonalAccessTokenName, "personal_access_token_name", "TABLEAU_PERSONAL_ACCESS_TOKEN_NAME", diags),
				Secret: tableau.Secret(required(c.PersonalAccessTokenSecret, "personal_access_token_secret", "TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET", diags)),
			}
		},
	},
	{
		name:       "a user name and password",
		attributes: []string{"username", "password"},
		variables:  []string{"TABLEAU_USERNAME", "TABLEAU_PASSWORD"},
		make: func(_ context.Context, c configuration, diags *diag.Diagnostics) tableau.Credentials {
			return tableau.Password{
				Username: required(c.Username, "username", "TABLEAU_USERNAME", diags),
				Password: tableau.Secret(required(c.Password, "password", "TABLEAU_PASSWORD", diags)),
			}
		},
	},
	{
		name:       "a JSON Web Token",
		attributes: []string{"jwt", "jwt_is_uat"},
		variables:  []string{"TABLEAU_JWT"},
		make: func(_ context.Context, c configuration, diags *diag.Diagnostics) tableau.Credentials {
			return tableau.JWT{Token: tableau.Secret(required(c.JWT, "jwt", "TABLEAU_JWT", diags)), UAT: c.JWTIsUAT.ValueBool()}
		},
	},
	{
		name:       "a connected app",
		attributes: []string{"connected_app"},
		make: func(ctx context.Context, c configuration, diags *diag.Diagnostics) tableau.Credentials {
			var app connectedApp
			diags.Append(c.ConnectedApp.As(ctx, &app, basetypes.ObjectAsOptions{})...)
			var scopes []string
			diags.Append(app.Scopes.ElementsAs(ctx, &scopes, false)...)
			return tableau.ConnectedApp{
				ClientID:    app.ClientID.ValueString(),
				SecretID:    app.SecretID.ValueString(),
				SecretValue: tableau.Secret(required(app.SecretValue, "connected_app.secret_value", "TABLEAU_CONNECTED_APP_SECRET_VALUE", diags)),
				Username:    app.Username.ValueString(),
				Scopes:      scopes,
			}
		},
	},
}

// credentials chooses the one way to sign in. What the configuration says goes
// before the environment, which then only completes it.
func (c configuration) credentials(ctx context.Context, diags *diag.Diagnostics) tableau.Credentials {
	chosen := c.chosenInConfiguration(diags)
	if diags.HasError() {
		return nil
	}
	if chosen == nil {
		chosen = chosenInEnvironment(diags)
	}
	if chosen == nil {
		return nil
	}
	return chosen.make(ctx, c, diags)
}

// chosenInConfiguration is nil when the configuration names no way, or more
// than one, which it reports.
func (c configuration) chosenInConfiguration(diags *diag.Diagnostics) *signInWay {
	set := map[string]bool{}
	for name, value := range map[string]attr.Value{
		"personal_access_token_name": c.PersonalAccessTokenName, "personal_access_token_secret": c.PersonalAccessTokenSecret,
		"username": c.Username, "password": c.Password, "jwt": c.JWT, "jwt_is_uat": c.JWTIsUAT, "connected_app": c.ConnectedApp,
	} {
		set[name] = !value.IsNull()
	}
	chosen, written := choose(func(way signInWay) []string { return way.attributes }, func(name string) bool { return set[name] })
	if len(chosen) > 1 {
		diags.AddAttributeError(path.Root(written[len(written)-1]), "More than one way to sign in",
			fmt.Sprintf("The configuration sets %s. Keep one of: %s.", strings.Join(written, " and "), names(chosen)))
	}
	if len(chosen) != 1 {
		return nil
	}
	return chosen[0]
}

func chosenInEnvironment(diags *diag.Diagnostics) *signInWay {
	chosen, written := choose(func(way signInWay) []string { return way.variables }, func(name string) bool { return os.Getenv(name) != "" })
	switch len(chosen) {
	case 0:
		diags.AddError("No way to sign in",
			"Set one of: personal_access_token_name and personal_access_token_secret, username and password, jwt, connected_app. "+
				"In an environment: TABLEAU_PERSONAL_ACCESS_TOKEN_NAME and TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET, TABLEAU_USERNAME and TABLEAU_PASSWORD, or TABLEAU_JWT.")
	case 1:
		return chosen[0]
	default:
		diags.AddError("More than one way to sign in",
			fmt.Sprintf("The environment sets %s. Keep one of: %s, or say in the provider's configuration which it is.", strings.Join(written, " and "), names(chosen)))
	}
	return nil
}

// choose finds the ways of which something is set, and what is set of each.
func choose(parts func(signInWay) []string, isSet func(string) bool) (chosen []*signInWay, written []string) {
	for i := range signInWays {
		for _, name := range parts(signInWays[i]) {
			if isSet(name) {
				chosen = append(chosen, &signInWays[i])
				written = append(written, name)
				break
			}
		}
	}
	return chosen, written
}

func names(ways []*signInWay) string {
	var list []string
	for _, way := range ways {
		list = append(list, way.name)
	}
	return strings.Join(list, ", ")
}

// required is a value that a chosen way cannot do without.
func required(value basetypes.StringValue, attribute, variable string, diags *diag.Diagnostics) string {
	found := orEnv(value, variable)
	if found == "" {
		at := path.Root(attribute)
		if parent, child, nested := strings.Cut(attribute, "."); nested {
			at = path.Root(parent).AtName(child)
		}
		diags.AddAttributeError(at, "Missing part of the sign-in", fmt.Sprintf("Set %s, or the environment variable %s.", attribute, variable))
	}
	return found
}
