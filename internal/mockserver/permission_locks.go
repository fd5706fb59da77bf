package mockserver

import (
	"net/http"
	"slices"
)

const (
	lockedToProject        = "LockedToProject"
	lockedWithoutNested    = "LockedToProjectWithoutNested"
	lockedToDatabase       = "LockedToDatabase"
	lockedChildCannotBeSet = "LOCKED_CHILD_PROJECT_CANNOT_BE_CHANGED"
)

// control is what decides the rules of a set in place of what was set there.
type control struct {
	by      RuleSet // the set that it follows
	project string  // LUID of the project that locks it; empty: something else does
	refusal *apiError
}

// lockOf is the project whose lock decides the rules of an item: the outermost one that locks what is nested in it, or that
// around the item. Of a nested project only the former.
func (s *Server) lockOf(one item) (Project, bool) {
	around, found := s.projects.get(one.project)
	if !found {
		return Project{}, false
	}
	if controlling, locked := s.controllingProject(*around); locked {
		return controlling, true
	}
	if around.ContentPermissions == lockedToProject {
		return *around, true
	}
	return *around, one.contentType != typeProject && around.ContentPermissions == lockedWithoutNested
}

// controlOf tells what decides the rules of a set, if they are not its own.
func (s *Server) controlOf(one item, at RuleSet) (control, bool) {
	switch {
	case one.contentType == typeDatabase && at.DefaultFor != "":
		return control{by: at, refusal: databaseLocked("403114", "The default permissions of a locked database cannot be changed.")}, one.locked
	case one.contentType == typeTable && one.locked:
		return control{
			by:      tableDefaults(one.inside),
			refusal: databaseLocked("403117", "The permissions of the table are locked to its database."),
		}, true
	}
	if project, locked := s.lockOf(one); locked {
		return control{by: RuleSet{typeProject, project.ID, inProject(at)}, project: project.ID, refusal: s.lockRefusal()}, true
	}
	if one.tabbed {
		return control{
			by:      RuleSet{ContentType: typeWorkbook, ID: one.inside},
			refusal: forbidden("The workbook of the view shows its sheets as tabs, so that its own permissions hold for all of them."),
		}, true
	}
	return control{}, false
}

// tableDefaults is the set of a database that its tables follow while it is locked.
func tableDefaults(database string) RuleSet {
	return RuleSet{typeDatabase, database, typeTable}
}

func databaseLocked(code, detail string) *apiError {
	return &apiError{http.StatusForbidden, code, "Database Locked", detail}
}

// inProject is which of a project's sets holds for another set when the project locks it.
func inProject(at RuleSet) (defaultFor string) {
	switch at.ContentType {
	case typeProject:
		return at.DefaultFor
	case typeView:
		return typeWorkbook
	default:
		return at.ContentType
	}
}

// lockRefusal answers a change of rules that a project locks. Behaviour reference, 6.4 and 6.5.
func (s *Server) lockRefusal() *apiError {
	if s.behaviour.LockedAnswers403039 {
		return &apiError{http.StatusForbidden, "403039", "Project Permissions Locked", "The permissions are locked to the project."}
	}
	return forbidden(lockedChildCannotBeSet)
}

// settleRules gives a set the rules that it has to follow, or those that it begins with.
func (s *Server) settleRules(one item, at RuleSet, overREST bool) {
	control, controlled := s.controlOf(one, at)
	switch {
	case controlled:
		rules := limited(s.rules.bySet[control.by], at)
		if at.ContentType == typeProject { // leaders of the project around it are shown as inherited
			rules = slices.DeleteFunc(rules, func(r rule) bool { return r.capability == capabilityProjectLeader })
		}
		s.keepRules(at, rules, overREST)
	case !s.rules.has(at):
		s.keepRules(at, s.firstRules(one, at), overREST)
	}
}

// settleItem settles all sets of an item.
func (s *Server) settleItem(one item) {
	for _, at := range s.setsOf(one) {
		s.settleRules(one, at, false)
	}
}

// settleProject settles the sets of a project, and of everything that it may have locked.
func (s *Server) settleProject(p Project) {
	isNew := !s.rules.has(itemOfProject(p).own())
	s.settleItem(itemOfProject(p))
	if isNew {
		return
	}
	for _, one := range s.items() {
		if _, locked := s.lockOf(one); locked && one.site == p.Site {
			s.settleItem(one)
		}
	}
}

func (s *Server) settleWorkbook(w Workbook) {
	s.settleItem(itemOfWorkbook(w))
	for _, view := range viewsOf(w) {
		s.settleItem(view)
	}
}

func (s *Server) settleDatabase(d Database) {
	s.settleItem(itemOfDatabase(d))
	for _, table := range s.tablesOf(d.ID) {
		s.settleItem(table)
	}
}

// settleFollowers settles the sets whose rules are those of another one: in a locked project, the views of a workbook with tabs, the
// tables of a locked database.
func (s *Server) settleFollowers(at RuleSet, overREST bool) {
	for _, one := range s.itemsBelow(at) {
		for _, follower := range s.setsOf(one) {
			if control, controlled := s.controlOf(one, follower); controlled && control.by == at && follower != at {
				s.settleRules(one, follower, overREST)
			}
		}
	}
}

// itemsBelow are the items that may follow a set.
func (s *Server) itemsBelow(at RuleSet) []item {
	switch at.ContentType {
	case typeProject:
		if s.projects.known(at.ID).ContentPermissions != contentPermissions[0] {
			return s.items()
		}
	case typeWorkbook:
		return viewsOf(*s.workbooks.known(at.ID))
	case typeDatabase:
		return s.tablesOf(at.ID)
	}
	return nil
}
