package provider_test

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
	tableauprovider "github.com/tableau-as-code/terraform-provider-tableau/internal/provider"
)

const (
	appClient = "2f6c1f6e-4d9e-4d55-8a0e-1f0d6f6a2b11"
	appSecret = "b7a7e7f2-9d2d-4d0e-9a8e-6f3a1c5d4e22"
)

// accounts can sign in in every way.
func accounts() mockserver.Seed {
	return mockserver.Seed{
		Users: []mockserver.User{{Name: "ann", Password: "ann-secret-4711", SiteRole: mockserver.RoleServerAdministrator}},
		ConnectedApps: []mockserver.ConnectedApp{{
			ClientID: appClient, Secrets: map[string]string{appSecret: "app-secret-4711"},
		}},
		UnifiedAccessTokens: []mockserver.UnifiedAccessToken{{JWT: "uat-secret-4711", User: "demo", Scopes: []string{"tableau:content:read"}}},
	}
}

func ready(t *testing.T) string {
	t.Helper()
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": appClient, "sub": "ann", "aud": "tableau", "jti": uuid.NewString(), "exp": time.Now().Add(5 * time.Minute).Unix(),
		"scp": []string{"tableau:content:read"},
	})
	token.Header["kid"], token.Header["iss"] = appSecret, appClient
	signed, err := token.SignedString([]byte("app-secret-4711"))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// TestSecrets_reachNoOutputNoStateNoPlanAndNoLog signs in in every way, with
// Terraform's log at its most talkative, and with a secret that is refused.
func TestSecrets_reachNoOutputNoStateNoPlanAndNoLog(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		product   mockserver.Product
		block     string
		variables func(secret string) []string
		secret    string
	}{
		"personal access token in the environment": {
			secret: "demo-secret",
			variables: func(secret string) []string {
				return []string{"TABLEAU_PERSONAL_ACCESS_TOKEN_NAME=demo", "TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET=" + secret}
			},
		},
		"personal access token in the configuration": {
			secret: "demo-secret", block: "personal_access_token_name = \"demo\"\npersonal_access_token_secret = var.secret",
		},
		"password in the environment": {
			secret:    "ann-secret-4711",
			variables: func(secret string) []string { return []string{"TABLEAU_USERNAME=ann", "TABLEAU_PASSWORD=" + secret} },
		},
		"password in the configuration": {secret: "ann-secret-4711", block: "username = \"ann\"\npassword = var.secret"},
		"JWT in the environment": {
			secret:    ready(t),
			variables: func(secret string) []string { return []string{"TABLEAU_JWT=" + secret} },
		},
		"JWT in the configuration": {secret: ready(t), block: "jwt = var.secret"},
		"unified access token": {
			product: mockserver.ProductCloud, secret: "uat-secret-4711", block: "site = \"demo\"\njwt = var.secret\njwt_is_uat = true",
		},
		"connected app": {
			secret: "app-secret-4711",
			block: "connected_app = {\nclient_id = \"" + appClient + "\"\nsecret_id = \"" + appSecret + "\"\nsecret_value = var.secret\n" +
				"username = \"ann\"\nscopes = [\"tableau:content:read\"]\n}",
		},
		"connected app with its secret in the environment": {
			secret: "app-secret-4711",
			block: "connected_app = {\nclient_id = \"" + appClient + "\"\nsecret_id = \"" + appSecret + "\"\n" +
				"username = \"ann\"\nscopes = [\"tableau:content:read\"]\n}",
			variables: func(secret string) []string { return []string{"TABLEAU_CONNECTED_APP_SECRET_VALUE=" + secret} },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			variable := ""
			if strings.Contains(test.block, "var.secret") {
				acctest.NeedsEphemeral(t)
				variable = "variable \"secret\" {\n  ephemeral = true\n}\n"
			}
			site := acctest.NewMock(t, mockserver.Options{Product: test.product, Seed: accounts()})
			dumps := t.TempDir()
			variables := []string{"TF_LOG=TRACE", "TF_LOG_SDK_PROTO_DATA_DIR=" + dumps, "TF_VAR_secret=" + test.secret}
			if test.variables != nil {
				variables = append(variables, test.variables(test.secret)...)
			}
			cli := site.NewCLI(t, map[string]string{
				"main.tf": variable + "provider \"tableau\" {\n" + test.block + "\n}\n" +
					"data \"tableau_server_info\" \"here\" {}\n" +
					"data \"tableau_current_session\" \"me\" {}\n" +
					"output \"version\" {\n  value = data.tableau_server_info.here.api_version\n}\n",
			}, variables...)
			// A ready-made token is good for one sign-in: the plan's is all there is.
			said := cli.Run("plan", "-input=false", "-no-color", "-out=saved.plan").Output
			if !strings.Contains(said, "3.29") || !strings.Contains(said, "Tableau REST API call") {
				t.Fatalf("the plan did not work, or nothing was logged:\n%s", said)
			}
			said += cli.Run("apply", "-input=false", "-no-color", "saved.plan").Output
			said += cli.Run("apply", "-input=false", "-no-color", "-auto-approve").Output
			for where, text := range map[string]string{
				"output": said, "plan file": unzipped(t, cli.Path("saved.plan")), "state": cli.Read("terraform.tfstate"),
			} {
				if strings.Contains(text, test.secret) {
					t.Errorf("the secret is in the %s", where)
				}
			}
			if files, err := os.ReadDir(dumps); err != nil || len(files) > 0 {
				t.Errorf("messages of the protocol were written to files: %v, %v", files, err)
			}
			for _, entry := range site.Mock.Requests().Entries {
				if strings.Contains(entry.Path+entry.Query, test.secret) {
					t.Error("the secret is in a URI")
				}
			}
		})
	}
}

func TestSecrets_wrongOneIsNotRepeatedInTheError(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	cli := site.NewCLI(t, map[string]string{"main.tf": "provider \"tableau\" {}\ndata \"tableau_current_session\" \"me\" {}\n"},
		"TF_LOG=TRACE", "TABLEAU_PERSONAL_ACCESS_TOKEN_NAME=demo", "TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET=wrong-secret-4711")
	result := cli.Run("plan", "-input=false", "-no-color")
	if result.ExitCode != 1 || strings.Contains(result.Output, "wrong-secret-4711") {
		t.Errorf("exit code %d, or the secret is in the output", result.ExitCode)
	}
	text := strings.Join(strings.Fields(strings.ReplaceAll(result.Output, "│", "")), " ")
	want := `Cannot sign in to the default site of ` + strings.TrimPrefix(site.URL, "http://") + ` with personal access token "demo"`
	if n := strings.Count(text, "Error: "+want); n != 1 {
		t.Errorf("%d errors that begin with %q in\n%s", n, want, text)
	}
	if n := site.Mock.Requests().ByRoute["POST /auth/signin"]; n != 1 {
		t.Errorf("the wrong secret was sent %d times, want once", n)
	}
}

func unzipped(t *testing.T, file string) string {
	t.Helper()
	archive, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var all strings.Builder
	for _, part := range archive.File {
		reader, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, reader); err != nil { //nolint:gosec // The archive is Terraform's own.
			t.Fatal(err)
		}
		reader.Close()
	}
	raw, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		t.Fatal(err)
	}
	return all.String() + string(raw)
}

func TestSessions_areAllSignedOut(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	cli := site.NewCLI(t, map[string]string{"main.tf": "provider \"tableau\" {}\ndata \"tableau_current_session\" \"me\" {}\n"})
	cli.Succeed("validate")
	if n := site.Mock.Requests().Total; n != 0 {
		t.Errorf("validate sent %d requests", n)
	}
	cli.Succeed("plan", "-input=false")
	cli.Succeed("apply", "-input=false", "-auto-approve")
	requests := site.Mock.Requests().ByRoute
	if in, out := requests["POST /auth/signin"], requests["POST /auth/signout"]; in == 0 || in != out {
		t.Errorf("%d sign-ins and %d sign-outs", in, out)
	}
}

func TestSecrets_areSensitiveInTheSchema(t *testing.T) {
	t.Parallel()
	var resp provider.SchemaResponse
	(&tableauprovider.Provider{}).Schema(t.Context(), provider.SchemaRequest{}, &resp)
	app := resp.Schema.Attributes["connected_app"].(schema.SingleNestedAttribute)
	for name, attribute := range map[string]schema.Attribute{
		"personal_access_token_secret": resp.Schema.Attributes["personal_access_token_secret"], "password": resp.Schema.Attributes["password"],
		"jwt": resp.Schema.Attributes["jwt"], "connected_app.secret_value": app.Attributes["secret_value"],
	} {
		if !attribute.IsSensitive() {
			t.Errorf("%s would be shown", name)
		}
	}
}
