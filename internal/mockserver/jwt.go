package mockserver

import (
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// longestJWT is how far ahead of now a connected app's token may expire.
const longestJWT = 10 * time.Minute

type appClaims struct {
	jwt.RegisteredClaims
	Scopes []string `json:"scp"`
}

// verifyJWT checks a connected app's token as the service does: HS256 under the secret that kid names, issued by the app,
// for the audience "tableau", for a user there is, with scopes, short-lived and used once. Its times are compared
// with the real clock, not the mock's, since whoever signed it knows no other. Behaviour reference, 1.3.
func (a *accounts) verifyJWT(text string) (User, []string, error) {
	var app ConnectedApp
	var claims appClaims
	_, err := jwt.ParseWithClaims(text, &claims, func(token *jwt.Token) (any, error) {
		issuer, _ := token.Header["iss"].(string)
		secretID, _ := token.Header["kid"].(string)
		var known bool
		if app, known = find(a.apps, func(app ConnectedApp) bool { return app.ClientID == issuer }); !known {
			return nil, errors.New("the header's iss is not a connected app's client id")
		}
		secret, known := app.Secrets[secretID]
		if !known {
			return nil, errors.New("the header's kid is not one of the app's secret ids")
		}
		return []byte(secret), nil
	}, jwt.WithValidMethods([]string{"HS256"}), jwt.WithAudience("tableau"), jwt.WithExpirationRequired())
	if err != nil {
		return User{}, nil, err
	}
	user, known := a.userNamed(claims.Subject)
	switch {
	case claims.Issuer != app.ClientID:
		return User{}, nil, errors.New("iss is not the app's client id")
	case time.Until(claims.ExpiresAt.Time) > longestJWT:
		return User{}, nil, fmt.Errorf("exp is more than %v ahead", longestJWT)
	case !known:
		return User{}, nil, errors.New("sub is not a user")
	case len(claims.Scopes) == 0:
		return User{}, nil, errors.New("scp is missing")
	case claims.ID == "":
		return User{}, nil, errors.New("jti is missing")
	case a.usedJTIs[claims.ID]:
		return User{}, nil, errors.New("jti has been used before")
	}
	if a.usedJTIs == nil {
		a.usedJTIs = map[string]bool{}
	}
	a.usedJTIs[claims.ID] = true
	return user, claims.Scopes, nil
}
