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
	s.accounts.users = append(s.accounts.users, user)
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
	s.accounts.users = slices.DeleteFunc(s.accounts.users, func(u User) bool { return u.ID == id })
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
	s.disown(gone.Name)
	s.dropTasksOf(id)
	return true
}

// disown hands what a user owned to demo.
func (s *Server) disown(name string) {
	for project := range s.projects.all(func(p *Project) bool { return p.Owner == name }) {
		project.Owner = DemoUser
	}
	for workbook := range s.workbooks.all(func(w *Workbook) bool { return w.Owner == name }) {
		workbook.Owner = DemoUser
	}
	for datasource := range s.datasources.all(func(d *Datasource) bool { return d.Owner == name }) {
		datasource.Owner = DemoUser
	}
	for flow := range s.flows.all(func(f *Flow) bool { return f.Owner == name }) {
		flow.Owner = DemoUser
	}
	for task := range s.extractTasks.all(func(t *ExtractTask) bool { return t.Owner == name }) {
		task.Owner = DemoUser
	}
	for task := range s.flowTasks.all(func(t *FlowTask) bool { return t.Owner == name }) {
		task.Owner = DemoUser
	}
	for task := range s.linkedTasks.all(func(t *LinkedTask) bool { return t.Owner == name }) {
		task.Owner = DemoUser
	}
	for job := range s.jobs.all(func(j *storedJob) bool { return j.Owner == name }) {
		job.Owner = DemoUser
	}
}

// UserByName returns the user of exactly this name.
func (s *Server) UserByName(name string) (User, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, found := s.accounts.userNamed(name)
	return user.clone(), found
}
