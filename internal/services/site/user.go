package site

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// NewUserDataSource makes the data source tableau_user.
func NewUserDataSource() datasource.DataSource {
	return &dataSource[tableau.User]{kind: users()}
}

// NewUsersDataSource makes the data source tableau_users.
func NewUsersDataSource() datasource.DataSource {
	return &pluralDataSource[tableau.User]{kind: users()}
}

type userModel struct {
	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	FullName    types.String `tfsdk:"full_name"`
	Email       types.String `tfsdk:"email"`
	Domain      types.String `tfsdk:"domain"`
	SiteRole    types.String `tfsdk:"site_role"`
	AuthSetting types.String `tfsdk:"auth_setting"`
	LastLogin   types.String `tfsdk:"last_login"`
}

func listedUser(u tableau.User, _ *tableau.ProjectTree) any {
	return userModel{
		ID:          types.StringValue(u.ID),
		Name:        types.StringValue(u.Name),
		FullName:    framework.TextOrNull(u.FullName),
		Email:       framework.TextOrNull(u.Email),
		Domain:      framework.TextOrNull(u.Domain.Name),
		SiteRole:    framework.TextOrNull(u.SiteRole),
		AuthSetting: framework.TextOrNull(u.AuthSetting),
		LastLogin:   framework.TextOrNull(u.LastLogin),
	}
}

var userAttributes = map[string]schema.Attribute{
	"id":           framework.ComputedString("LUID of the user."),
	"name":         framework.ComputedString("Name that the user signs in with: on Server the user name, on Cloud the e-mail address."),
	"full_name":    framework.ComputedString("Name of the user as others see it."),
	"email":        framework.ComputedString("E-mail address of the user. Null for one without."),
	"domain":       framework.ComputedString("Domain of the user, such as `local`. Null where the service does not say."),
	"site_role":    framework.ComputedString("Site role of the user, such as `Creator` or `Unlicensed`."),
	"auth_setting": framework.ComputedString("How the user signs in, such as `ServerDefault` or `SAML`. Null where the service does not say."),
	"last_login":   framework.ComputedString("When the user last signed in, as Tableau writes it (UTC). Null for one who never did."),
}

func whereUser(u tableau.User, _ *tableau.ProjectTree) string {
	if u.Domain.Name == "" {
		return ""
	}
	return fmt.Sprintf(" of domain %q", u.Domain.Name)
}

func users() kind[tableau.User] {
	ofDomain := alike("domain", "Only users of this domain, such as `local`, in any letter case.", func(u tableau.User) string { return u.Domain.Name })
	ofDomain.words = " of domain %q"
	return kind[tableau.User]{
		name: "user", plural: "users", noun: "user", nouns: "users",
		needs: "Needs Tableau Server or Tableau Cloud, API 2.5 or later, and a site administrator's rights. A connected app needs the scope `tableau:users:read`.",
		shown: userAttributes,
		get: func(ctx context.Context, c *tableau.Client, id string) (tableau.User, error) {
			return c.Users().Get(ctx, id)
		},
		all: func(ctx context.Context, c *tableau.Client, filters ...tableau.Filter) iter.Seq2[tableau.User, error] {
			return c.Users().All(ctx, filters...)
		},
		id:     func(u tableau.User) string { return u.ID },
		title:  func(u tableau.User) string { return u.Name },
		where:  whereUser,
		listed: listedUser, single: listedUser,
		scopes: []filter[tableau.User]{ofDomain},
		filters: []filter[tableau.User]{
			equal("name", "name", "Only the users of exactly this name.", func(u tableau.User) string { return u.Name }, framework.Name()),
			ofDomain,
			alike("site_role", "Only users with this site role, such as `Creator`, in any letter case.", func(u tableau.User) string { return u.SiteRole }),
		},
	}
}
