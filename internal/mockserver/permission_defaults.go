package mockserver

import "slices"

// defaultType is a type of content for which projects have default permissions.
type defaultType struct {
	contentType  string
	segment      string
	since, until apiVersion
	template     []string // what a fresh site allows All Users
}

// defaultTypes are those of the behaviour reference, 6.2. A fresh site's project Default has the template that the web interface calls View.
var defaultTypes = []defaultType{
	{
		contentType: typeWorkbook, segment: "workbooks", since: apiVersion{2, 1},
		template: []string{"Read", "Filter", "ViewComments", "AddComment", "ExportImage", "ExportData"},
	},
	{contentType: typeDatasource, segment: "datasources", since: apiVersion{2, 1}, template: []string{"Read", "Connect"}},
	{contentType: typeFlow, segment: "flows", since: apiVersion{3, 3}, template: []string{"Read"}},
	{contentType: typeDataRole, segment: "dataroles", since: apiVersion{3, 3}, template: []string{"Read"}},
	{contentType: typeMetric, segment: "metrics", since: apiVersion{3, 2}, until: apiVersion{3, 21}, template: []string{"Read"}},
	{contentType: typeLens, segment: "lenses", since: apiVersion{3, 4}, until: apiVersion{3, 21}, template: []string{"Read"}},
	{contentType: typeDatabase, segment: "databases", since: apiVersion{3, 6}, template: []string{"Read"}},
	{contentType: typeTable, segment: "tables", since: apiVersion{3, 6}, template: []string{"Read"}},
	{contentType: typeVirtualConnection, segment: "virtualconnections", since: apiVersion{3, 23}, template: []string{"Read", "Connect"}},
}

// isOn reports whether a server of this version has the type.
func (d defaultType) isOn(version apiVersion) bool {
	return !version.less(d.since) && (d.until == apiVersion{} || !d.until.less(version))
}

// firstRules are the rules of a set that nobody has set yet: those of the project Default for another project, the defaults of
// its project for content, those of its workbook for a view. The defaults of a database are none and say nothing while it is not locked,
// since it is in a project. REST API reference: Add Default Database Permissions.
func (s *Server) firstRules(one item, at RuleSet) []rule {
	switch at.ContentType {
	case typeCollection:
		return nil
	case typeDatabase:
		if at.DefaultFor != "" {
			return nil
		}
	case typeProject:
		id, err := s.projectID(one.site, "")
		model := RuleSet{ContentType: typeProject, ID: id, DefaultFor: at.DefaultFor}
		if err == nil && s.rules.has(model) {
			return s.rules.bySet[model]
		}
		return s.freshRules(one.site, at.DefaultFor)
	case typeView:
		return limited(s.rules.bySet[RuleSet{ContentType: typeWorkbook, ID: one.inside}], at)
	}
	return s.rules.bySet[RuleSet{ContentType: typeProject, ID: one.project, DefaultFor: at.ContentType}]
}

// freshRules are those of the project Default of a site on which nobody has set anything.
func (s *Server) freshRules(site, defaultFor string) []rule {
	var all grantee
	for group := range s.groups.all(func(g *Group) bool { return g.Site == site && g.Name == allUsersGroup }) {
		all = grantee{"group", group.ID}
		break
	}
	allowed := []string{"Read"}
	if i := slices.IndexFunc(defaultTypes, func(d defaultType) bool { return d.contentType == defaultFor }); i >= 0 {
		allowed = defaultTypes[i].template
	}
	var rules []rule
	for _, name := range allowed {
		rules = append(rules, rule{all, name, modeAllow})
	}
	return rules
}

// limited are the rules that the content of a set can have.
func limited(rules []rule, at RuleSet) []rule {
	contentType := at.ContentType
	if at.DefaultFor != "" {
		contentType = at.DefaultFor
	}
	return slices.DeleteFunc(slices.Clone(rules), func(r rule) bool { return !fits(r.capability, contentType) })
}
