package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

const localDomain = "local"

func (s *Server) addUser(user User) (id string, err error) {
	user = user.clone()
	if _, taken := s.accounts.userWithID(user.ID); taken {
		return "", fmt.Errorf("two users have the id %s", user.ID)
	}
	if _, taken := s.accounts.userNamed(user.Name); taken {
		return "", fmt.Errorf("two users have the name %q (%q is there by itself)", user.Name, DemoUser)
	}
	if err := s.completeUser(&user); err != nil {
		return "", err
	}
	s.accounts.addUser(user)
	return user.ID, nil
}

// completeUser gives the members left empty what they stand for and reports what no user can be.
func (s *Server) completeUser(user *User) error {
	if user.Name == "" {
		return errors.New("a user needs a name")
	}
	user.SiteRole = cmp.Or(user.SiteRole, roleViewer)
	if !slices.Contains(siteRoles, user.SiteRole) {
		return fmt.Errorf("user %q: site_role %q is not one of %s", user.Name, user.SiteRole, strings.Join(siteRoles, ", "))
	}
	for _, contentURL := range user.Sites {
		if _, known := s.sites.withContentURL(contentURL); !known {
			return fmt.Errorf("user %q: there is no site with the content_url %q", user.Name, contentURL)
		}
	}
	user.ID = cmp.Or(user.ID, s.ids.next("user"))
	user.FullName = cmp.Or(user.FullName, user.Name)
	user.Domain = cmp.Or(user.Domain, localDomain)
	switch {
	case user.NoEmail && user.Email != "":
		return fmt.Errorf("user %q has an email and no_email", user.Name)
	case user.NoEmail || user.Email != "":
	case strings.Contains(user.Name, "@"):
		user.Email = user.Name
	default:
		user.Email = user.Name + "@example.com"
	}
	return nil
}

// AddUser puts a user on the server behind its clients' backs and returns its id. It panics when the user cannot be.
func (s *Server) AddUser(user User) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, err := s.addUser(user)
	if err != nil {
		panic("mockserver: " + err.Error())
	}
	return id
}

// DeleteUser removes a user behind the clients' backs and reports whether it was there. Its sessions end, its tokens sign nobody in any more, it
// leaves its groups, its subscriptions are gone, and what it owned is demo's. The user demo stays.
func (s *Server) DeleteUser(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	gone, found := s.accounts.userWithID(id)
	if !found || gone.Name == DemoUser {
		return false
	}
	s.accounts.setUsers(slices.DeleteFunc(s.accounts.users, func(u User) bool { return u.ID == id }))
	s.accounts.tokens = slices.DeleteFunc(slices.Clone(s.accounts.tokens), func(t Token) bool { return t.User == gone.Name })
	s.accounts.unified = slices.DeleteFunc(slices.Clone(s.accounts.unified), func(t UnifiedAccessToken) bool { return t.User == gone.Name })
	for token, open := range s.sessions.byToken {
		if open.user.ID == id {
			s.sessions.end(token)
		}
	}
	for group := range s.groups.all(everything[Group]) {
		group.Users = slices.DeleteFunc(group.Users, func(name string) bool { return name == gone.Name })
	}
	s.handOver(gone.Name, DemoUser)
	s.dropTasksOf(id)
	s.dropRulesFor(grantee{"user", id})
	return true
}

// UpdateUser lets change edit a user behind the clients' backs and reports whether there is such a user. A new name or role holds at once and
// everywhere, in open sessions too. It panics when the user cannot be, when demo gets another name, and when the sites change.
func (s *Server) UpdateUser(id string, change func(*User)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, found := s.accounts.byID[id]
	if !found {
		return false
	}
	before := s.accounts.users[i]
	edited := before.clone()
	change(&edited)
	edited = edited.clone()
	edited.ID = id
	if err := s.checkEdit(before, &edited); err != nil {
		panic("mockserver: " + err.Error())
	}
	s.accounts.users[i] = edited
	delete(s.accounts.byName, before.Name)
	s.accounts.byName[edited.Name] = i
	if edited.Name != before.Name {
		s.rename(before.Name, edited.Name)
	}
	for _, open := range s.sessions.byToken {
		if open.user.ID == id {
			open.user = edited
		}
	}
	return true
}

func (s *Server) checkEdit(before User, edited *User) error {
	if before.Name == DemoUser && edited.Name != DemoUser {
		return fmt.Errorf("the user %q keeps its name", DemoUser)
	}
	if !slices.Equal(before.Sites, edited.Sites) {
		return fmt.Errorf("user %q: its sites do not change; delete it and add another one", before.Name)
	}
	if other, taken := s.accounts.userNamed(edited.Name); taken && other.ID != before.ID {
		return fmt.Errorf("two users have the name %q", edited.Name)
	}
	return s.completeUser(edited)
}

// rename follows a user's new name wherever the old one stands for the user.
func (s *Server) rename(from, to string) {
	s.accounts.tokens = slices.Clone(s.accounts.tokens) // the seed's
	for i := range s.accounts.tokens {
		if s.accounts.tokens[i].User == from {
			s.accounts.tokens[i].User = to
		}
	}
	s.accounts.unified = slices.Clone(s.accounts.unified) // the seed's
	for i := range s.accounts.unified {
		if s.accounts.unified[i].User == from {
			s.accounts.unified[i].User = to
		}
	}
	for group := range s.groups.all(everything[Group]) {
		if i := slices.Index(group.Users, from); i >= 0 {
			group.Users[i] = to
		}
	}
	s.handOver(from, to)
}

// handOver makes what is owned in one name owned in another one.
func (s *Server) handOver(from, to string) {
	handOverAll(&s.projects, func(p *Project) *string { return &p.Owner }, from, to)
	handOverAll(&s.workbooks, func(w *Workbook) *string { return &w.Owner }, from, to)
	handOverAll(&s.datasources, func(d *Datasource) *string { return &d.Owner }, from, to)
	handOverAll(&s.flows, func(f *Flow) *string { return &f.Owner }, from, to)
	handOverAll(&s.databases, func(d *Database) *string { return &d.Owner }, from, to)
	handOverAll(&s.virtualConnections, func(v *VirtualConnection) *string { return &v.Owner }, from, to)
	handOverAll(&s.collections, func(c *Collection) *string { return &c.Owner }, from, to)
	handOverAll(&s.extractTasks, func(t *ExtractTask) *string { return &t.Owner }, from, to)
	handOverAll(&s.flowTasks, func(t *FlowTask) *string { return &t.Owner }, from, to)
	handOverAll(&s.linkedTasks, func(t *LinkedTask) *string { return &t.Owner }, from, to)
	handOverAll(&s.jobs, func(j *storedJob) *string { return &j.Owner }, from, to)
}

func handOverAll[T any](objects *objects[T], owner func(*T) *string, from, to string) {
	for object := range objects.all(func(object *T) bool { return *owner(object) == from }) {
		*owner(object) = to
	}
}

// UserByName returns the user of exactly this name.
func (s *Server) UserByName(name string) (User, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, found := s.accounts.userNamed(name)
	return user.clone(), found
}
