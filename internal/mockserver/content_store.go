package mockserver

import (
	"cmp"
	"fmt"
	"time"
)

// kind is how one kind of content is kept: the same for all of them but for what stands here.
type kind[T any] struct {
	noun    string
	objects *objects[T]
	id      func(*T) *string
	name    func(*T) string
	clone   func(T) T
	// complete gives the members left empty what they stand for, resolves what others name, and reports what cannot be.
	complete func(*T) error
	// settled brings up to date what follows from an object that was added or changed. Nil: nothing does.
	settled func(T)
	// removed takes away what goes with an object.
	removed func(T)
}

// add completes an object and keeps it.
func (k kind[T]) add(ids *idSource, object T) (id string, err error) {
	object = k.clone(object)
	given := k.id(&object)
	if _, taken := k.objects.get(*given); taken {
		return "", fmt.Errorf("two objects of the kind %s have the id %s", k.noun, *given)
	}
	*given = cmp.Or(*given, ids.next(k.noun))
	if err := k.complete(&object); err != nil {
		return "", fmt.Errorf("%s %q: %w", k.noun, k.name(&object), err)
	}
	id = *k.id(&object)
	k.objects.put(id, object)
	if k.settled != nil {
		k.settled(object)
	}
	return id, nil
}

func (k kind[T]) remove(id string) bool {
	object, found := k.objects.get(id)
	if !found {
		return false
	}
	k.objects.remove(id)
	k.removed(*object)
	return true
}

// all are copies of the objects, oldest first.
func (k kind[T]) all() []T {
	all := []T{}
	for object := range k.objects.all(everything[T]) {
		all = append(all, k.clone(*object))
	}
	return all
}

// The functions below do a test's work behind the clients' backs. A test that names a site, a project, a user or the like that is not there is
// wrong, and is told so by a panic, as with a regular expression that does not compile.

func addContent[T any](s *Server, kindOf func(*Server) kind[T], object T) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, err := kindOf(s).add(&s.ids, object)
	if err != nil {
		panic("mockserver: " + err.Error())
	}
	return id
}

func updateContent[T any](s *Server, kindOf func(*Server) kind[T], id string, change func(*T)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := kindOf(s)
	stored, found := k.objects.get(id)
	if !found {
		return false
	}
	edited := k.clone(*stored)
	change(&edited)
	edited = k.clone(edited)
	*k.id(&edited) = id
	if err := k.complete(&edited); err != nil {
		panic(fmt.Sprintf("mockserver: %s %q: %v", k.noun, k.name(&edited), err))
	}
	*stored = edited
	if k.settled != nil {
		k.settled(edited)
	}
	return true
}

func deleteContent[T any](s *Server, kindOf func(*Server) kind[T], id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return kindOf(s).remove(id)
}

func contentByName[T any](s *Server, kindOf func(*Server) kind[T], name string) (T, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := kindOf(s)
	for object := range k.objects.all(func(object *T) bool { return k.name(object) == name }) {
		return k.clone(*object), true
	}
	var none T
	return none, false
}

// place resolves the site, the project and the owner that content names.
func (s *Server) place(site, project, owner *string) error {
	if err := s.placeOnSite(site, owner); err != nil {
		return err
	}
	id, err := s.projectID(*site, *project)
	*project = id
	return err
}

func (s *Server) placeOnSite(site, owner *string) error {
	*site = s.siteURL(*site)
	found, known := s.sites.withContentURL(*site)
	if !known {
		return fmt.Errorf("there is no site with the content_url %q", *site)
	}
	*owner = cmp.Or(*owner, DemoUser)
	if user, known := s.accounts.userNamed(*owner); !known || !user.isOn(found) {
		return fmt.Errorf("there is no user %q on the site with the content_url %q", *owner, *site)
	}
	return nil
}

// stampIn fills the stamps of a new object.
func (s *Server) stampIn(createdAt, updatedAt *time.Time) {
	if createdAt.IsZero() {
		*createdAt = s.now
	}
	if updatedAt.IsZero() {
		*updatedAt = *createdAt
	}
}
