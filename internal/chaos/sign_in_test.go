package chaos_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"regexp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// signIn is a way to sign in as an administrator.
type signIn struct {
	// block are attributes of the provider block without the secret, which variable is for.
	block            acctest.Object
	variable, secret string
	// whole is the provider block with the secret.
	whole acctest.Object
	// scoped sessions cannot manage flow tasks, and on Server no tasks or schedules at all.
	scoped bool
}

// Whom and what a site knows beside the token of the mock server's own.
const (
	administrator = "root@example.com"
	password      = "the administrator's password"
	appSecret     = "the connected app's secret"
	unifiedToken  = "eyJ.a-unified.token"
)

// scopes are those that the guide on signing in names.
var scopes = []string{
	"tableau:tasks", "tableau:flow_tasks:read", "tableau:content:read", "tableau:permissions:read", "tableau:permissions:update", "tableau:permissions:delete",
	"tableau:groups:read", "tableau:users:read", "tableau:groupsets:read",
}

func withToken() signIn {
	name := acctest.Object{"personal_access_token_name": mockserver.DemoTokenName}
	return signIn{
		block: name, variable: "TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET", secret: mockserver.DemoTokenSecret,
		whole: with(name, "personal_access_token_secret", mockserver.DemoTokenSecret),
	}
}

func withPassword() signIn {
	name := acctest.Object{"username": administrator}
	return signIn{block: name, variable: "TABLEAU_PASSWORD", secret: password, whole: with(name, "password", password)}
}

func withUnifiedToken() signIn {
	kind := acctest.Object{"jwt_is_uat": true}
	return signIn{block: kind, variable: "TABLEAU_JWT", secret: unifiedToken, whole: with(kind, "jwt", unifiedToken), scoped: true}
}

func withConnectedApp() signIn {
	app := acctest.Object{"client_id": "app", "secret_id": "first", "username": administrator, "scopes": anys(scopes)}
	return signIn{
		block: acctest.Object{"connected_app": app}, variable: "TABLEAU_CONNECTED_APP_SECRET_VALUE", secret: appSecret,
		whole: acctest.Object{"connected_app": with(app, "secret_value", appSecret)}, scoped: true,
	}
}

func with(object acctest.Object, name string, value any) acctest.Object {
	more := maps.Clone(object)
	more[name] = value
	return more
}

// signIn is mostly that with a token, which most people have.
func (g *generator) signIn(site mockserver.Options) signIn {
	switch chance := g.IntN(100); {
	case chance < 70:
		return withToken()
	case chance < 85:
		return withConnectedApp()
	case site.Product == mockserver.ProductServer:
		return withPassword()
	case site.APIVersion == "3.29":
		return withUnifiedToken()
	}
	return withToken()
}

// plantSignIns plants who and what can sign in.
func plantSignIns(seed *mockserver.Seed, product mockserver.Product) {
	root := mockserver.User{Name: administrator, Password: password, SiteRole: mockserver.RoleServerAdministrator}
	if product == mockserver.ProductCloud {
		root.Password, root.SiteRole = "", mockserver.RoleSiteAdministratorCreator
		seed.UnifiedAccessTokens = []mockserver.UnifiedAccessToken{{JWT: unifiedToken, User: administrator, Scopes: scopes}}
	}
	seed.Users = append(seed.Users, root)
	seed.ConnectedApps = []mockserver.ConnectedApp{{ClientID: "app", Secrets: map[string]string{"first": appSecret}}}
}

// attributes are those of a provider that is started in-process, in place of the token that it has otherwise.
func (s signIn) attributes() acctest.Object {
	attributes := acctest.Object{"personal_access_token_name": nil, "personal_access_token_secret": nil}
	maps.Copy(attributes, s.whole)
	return attributes
}

// file is the provider block for Terraform, which has the secret from the environment.
func (s signIn) file() (string, error) {
	text, err := json.Marshal(map[string]any{"provider": map[string]any{"tableau": s.block}})
	return string(text), err
}

var sentJWT = regexp.MustCompile(`jwt="([^"]+)"`)

// keepSecrets keeps the tokens of sessions, and those that are sent to open one.
func (r *run) keepSecrets(request *http.Request) {
	if token := request.Header.Get("X-Tableau-Auth"); token != "" {
		r.tokens.Store(token, true)
		return
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return // The mock server finds that out, too.
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	if jwt := sentJWT.FindSubmatch(body); jwt != nil {
		r.tokens.Store(string(jwt[1]), true)
	}
}
