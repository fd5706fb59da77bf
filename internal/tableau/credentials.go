package tableau

import (
	"encoding/xml"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// Secret is a text that is sent and never shown: it prints as three asterisks
// whatever the verb, and so it does in JSON.
type Secret string

// Format shows nothing of the secret, not even its length.
func (Secret) Format(state fmt.State, _ rune) { fmt.Fprint(state, redacted) }

// String keeps it out of a panic, which does not ask Format.
func (Secret) String() string { return redacted }

// MarshalText is Format for encoders.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Credentials are one way to sign in. Printing them shows no secret.
type Credentials interface {
	fmt.Stringer
	// element makes the credentials element of one sign-in.
	element() (credentialsElement, error)
	// since is the API version that knows this way to sign in.
	since() Version
	// secrets are what no error and no log may repeat.
	secrets() []Secret
}

// signInRequest is the body of Sign In (REST API reference: Sign In).
type signInRequest struct {
	XMLName     xml.Name           `xml:"http://tableau.com/api tsRequest"`
	Credentials credentialsElement `xml:"credentials"`
}

type credentialsElement struct {
	TokenName   string      `xml:"personalAccessTokenName,attr,omitempty"`
	TokenSecret string      `xml:"personalAccessTokenSecret,attr,omitempty"`
	Name        string      `xml:"name,attr,omitempty"`
	Password    string      `xml:"password,attr,omitempty"`
	JWT         string      `xml:"jwt,attr,omitempty"`
	IsUAT       bool        `xml:"isUat,attr,omitempty"`
	Site        siteElement `xml:"site"`
}

type siteElement struct {
	ContentURL string `xml:"contentUrl,attr"`
}

// PersonalAccessToken signs in as the token's owner. Signing in ends the
// session that the same token opened before.
type PersonalAccessToken struct {
	Name   string
	Secret Secret
}

// String names the token without its secret.
func (t PersonalAccessToken) String() string {
	return fmt.Sprintf("personal access token %q", t.Name)
}

// GoString keeps the secret out of %#v.
func (t PersonalAccessToken) GoString() string { return t.String() }

func (t PersonalAccessToken) secrets() []Secret { return []Secret{t.Secret} }

func (t PersonalAccessToken) since() Version { return Version{3, 6} }

func (t PersonalAccessToken) element() (credentialsElement, error) {
	return credentialsElement{TokenName: t.Name, TokenSecret: string(t.Secret)}, nil
}

// Password signs in with a user's name and password. Cloud refuses it where
// multi-factor authentication is enforced.
type Password struct {
	Username string
	Password Secret
}

// String names the user without the password.
func (p Password) String() string { return fmt.Sprintf("user %q with a password", p.Username) }

// GoString keeps the password out of %#v.
func (p Password) GoString() string { return p.String() }

func (p Password) secrets() []Secret { return []Secret{p.Password} }

func (p Password) since() Version { return Version{2, 4} }

func (p Password) element() (credentialsElement, error) {
	return credentialsElement{Name: p.Username, Password: string(p.Password)}, nil
}

// JWT signs in with a ready-made JSON Web Token, of a connected app or, with
// UAT set, a unified access token of Cloud. The service accepts it once.
type JWT struct {
	Token Secret
	UAT   bool
}

// String says what kind of token it is.
func (j JWT) String() string {
	if j.UAT {
		return "a unified access token"
	}
	return "a JSON Web Token"
}

// GoString keeps the token out of %#v.
func (j JWT) GoString() string { return j.String() }

func (j JWT) secrets() []Secret { return []Secret{j.Token} }

func (j JWT) since() Version {
	if j.UAT {
		return Version{3, 27}
	}
	return Version{3, 16}
}

func (j JWT) element() (credentialsElement, error) {
	return credentialsElement{JWT: string(j.Token), IsUAT: j.UAT}, nil
}

// ConnectedApp signs in with a token that it signs itself for each sign-in
// (REST API reference: connected apps with direct trust).
type ConnectedApp struct {
	ClientID, SecretID string
	SecretValue        Secret
	Username           string
	Scopes             []string
}

// connectedAppTokenLife is half of what the service allows, so that a clock
// that is a little ahead does not matter.
const connectedAppTokenLife = 5 * time.Minute

// String names the app and the user, without the secret.
func (a ConnectedApp) String() string {
	return fmt.Sprintf("connected app %q as user %q", a.ClientID, a.Username)
}

// GoString keeps the secret out of %#v.
func (a ConnectedApp) GoString() string { return a.String() }

func (a ConnectedApp) secrets() []Secret { return []Secret{a.SecretValue} }

func (a ConnectedApp) since() Version { return Version{3, 16} }

func (a ConnectedApp) element() (credentialsElement, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": a.ClientID,
		"sub": a.Username,
		"aud": "tableau",
		"jti": uuid.NewString(),
		"exp": time.Now().Add(connectedAppTokenLife).Unix(),
		"scp": a.Scopes,
	})
	token.Header["kid"] = a.SecretID
	token.Header["iss"] = a.ClientID
	signed, err := token.SignedString([]byte(a.SecretValue))
	if err != nil {
		return credentialsElement{}, errors.New("the connected app's token could not be signed")
	}
	return credentialsElement{JWT: signed}, nil
}
