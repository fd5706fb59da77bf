package mockserver

import (
	"slices"
)

// Site roles that the mock tells apart. Others are accepted and may read and schedule, but not administer.
const (
	RoleServerAdministrator      = "ServerAdministrator"
	RoleSiteAdministratorCreator = "SiteAdministratorCreator"
	roleViewer                   = "Viewer"
)

// siteRoles are the roles of the schema's siteRoleType.
var siteRoles = []string{
	"Creator", "Explorer", "ExplorerCanPublish", "Guest", RoleServerAdministrator, RoleSiteAdministratorCreator,
	"SiteAdministratorExplorer", "SupportUser", "Unlicensed", roleViewer,
}

// administratorRoles are the site roles that may do everything on their site.
var administratorRoles = []string{RoleServerAdministrator, RoleSiteAdministratorCreator, "SiteAdministratorExplorer"}

// unableToSchedule are the site roles that may not schedule an extract refresh.
var unableToSchedule = []string{"Guest", "Unlicensed", roleViewer}

// User is somebody who can sign in.
type User struct {
	ID       string   `json:"id,omitempty"` // empty: chosen by the mock
	Name     string   `json:"name"`
	Password string   `json:"password,omitempty"` // empty: no sign-in by name and password
	SiteRole string   `json:"site_role,omitempty"`
	Sites    []string `json:"sites,omitempty"`     // content URLs of the sites the user is on; empty: all
	FullName string   `json:"full_name,omitempty"` // empty: the name
	Email    string   `json:"email,omitempty"`     // empty: the name, with "@example.com" behind it where it is no address
	NoEmail  bool     `json:"no_email,omitempty"`  // the user has no e-mail address
	Domain   string   `json:"domain,omitempty"`    // empty: "local"
}

func (u User) clone() User {
	u.Sites = slices.Clone(u.Sites)
	return u
}

func (u User) isOn(site Site) bool {
	return len(u.Sites) == 0 || slices.Contains(u.Sites, site.ContentURL)
}

func (u User) isAdministrator() bool { return slices.Contains(administratorRoles, u.SiteRole) }

func (u User) has(needed right) bool {
	switch needed {
	case serverAdministrator:
		return u.SiteRole == RoleServerAdministrator
	case siteAdministrator:
		return u.isAdministrator()
	case anyScheduler:
		return !slices.Contains(unableToSchedule, u.SiteRole)
	default:
		return true
	}
}

// Token is a personal access token.
type Token struct {
	Name   string `json:"name"`
	Secret string `json:"secret"`
	User   string `json:"user"` // the name of its user
}

// ConnectedApp is a connected app with direct trust. Its secrets sign the JWTs of clients.
type ConnectedApp struct {
	ClientID string            `json:"client_id"`
	Secrets  map[string]string `json:"secrets"` // the secret values by secret id, two at most
}

// UnifiedAccessToken is a ready-made token of Tableau Cloud Manager, taken as it stands.
type UnifiedAccessToken struct {
	JWT    string   `json:"jwt"`
	User   string   `json:"user"`
	Scopes []string `json:"scopes"`
}

// accounts is everybody and everything that can sign in.
type accounts struct {
	users    []User
	byID     map[string]int // where a user stands in users
	byName   map[string]int
	tokens   []Token
	apps     []ConnectedApp
	unified  []UnifiedAccessToken
	usedJTIs map[string]bool
}

func (a *accounts) userNamed(name string) (User, bool) {
	return a.userAt(a.byName, name)
}

func (a *accounts) userWithID(id string) (User, bool) {
	return a.userAt(a.byID, id)
}

func (a *accounts) userAt(index map[string]int, key string) (User, bool) {
	i, found := index[key]
	if !found {
		return User{}, false
	}
	return a.users[i], true
}

// setUsers replaces all users.
func (a *accounts) setUsers(users []User) {
	a.users, a.byID, a.byName = nil, map[string]int{}, map[string]int{}
	for _, user := range users {
		a.addUser(user)
	}
}

func (a *accounts) addUser(user User) {
	if a.byID == nil {
		a.byID, a.byName = map[string]int{}, map[string]int{}
	}
	a.byID[user.ID], a.byName[user.Name] = len(a.users), len(a.users)
	a.users = append(a.users, user)
}

func find[T any](all []T, matches func(T) bool) (T, bool) {
	if i := slices.IndexFunc(all, matches); i >= 0 {
		return all[i], true
	}
	var none T
	return none, false
}
