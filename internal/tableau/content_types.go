package tableau

import "slices"

// ContentType is a kind of content as permissions know it: where its rules are
// found, and which capabilities they may speak of.
type ContentType struct {
	// Name is what configurations write, such as "workbook".
	Name string
	// Label is how a sentence names it, such as "data source".
	Label string
	// Items is the rules of a single object; its Segment is empty for a type
	// whose objects have none.
	Items RulesURI
	// Defaults is the rules that a project gives to new content of the type.
	Defaults RulesURI
	// notFound is the code of an object that is not there. It is empty where none
	// is established: then nothing proves that the object is gone.
	notFound Code
	// Capabilities are in the order in which Tableau's web interface shows them.
	Capabilities []Capability
	// Open is set where the capabilities are not established: then any may be meant.
	Open bool
}

// RulesURI is how rules are addressed, and since when.
type RulesURI struct {
	Segment string
	// Since and Until are the first and the last version of the REST API; a
	// zero Until means that no end is known.
	Since, Until Version
	// ReplaceSince is the first version with a call that replaces the whole rule
	// set; zero where none is established.
	ReplaceSince Version
}

// In reports whether a version of the REST API has the URI.
func (u RulesURI) In(v Version) bool {
	return u.Segment != "" && v.AtLeast(u.Since) && (u.Until.IsZero() || u.Until.AtLeast(v))
}

func (u RulesURI) replaces(v Version) bool {
	return !u.ReplaceSince.IsZero() && v.AtLeast(u.ReplaceSince)
}

// Capability is something that a rule allows or denies.
type Capability struct {
	Name string
	// Template is the first of Tableau's templates that has it; "" for none.
	Template string
	// Since and Until are the first and the last version that has it; zero where
	// no limit is known.
	Since, Until Version
	// Unplaced is set where it is not established which content has it: other content may, too.
	Unplaced bool
}

// In reports whether a version of the REST API is known to have the capability.
func (c Capability) In(v Version) bool {
	return v.AtLeast(c.Since) && (c.Until.IsZero() || c.Until.AtLeast(v))
}

// The modes of a rule (REST API reference: Add Workbook Permissions). They are
// case sensitive.
const (
	Allow = "Allow"
	Deny  = "Deny"
)

// Capabilities that are treated apart.
const (
	// ChangePermissions and ProjectLeader are the rights to set permissions.
	ChangePermissions = "ChangePermissions"
	// ProjectLeader can be allowed, and not denied (REST API reference: Add Project Permissions).
	ProjectLeader = "ProjectLeader"
	// InheritedProjectLeader is shown for who leads a project around this one, and cannot be set.
	InheritedProjectLeader = "InheritedProjectLeader"
)

// Templates are Tableau's named sets of capabilities, each of which includes
// the ones before it.
var Templates = []string{templateView, templateExplore, templatePublish, templateAdminister}

const (
	templateView       = "View"
	templateExplore    = "Explore"
	templatePublish    = "Publish"
	templateAdminister = "Administer"
)

// ContentTypes is the one table of content types. To add a type, add a row.
//
// Versions are those of the REST API reference (Add … Permissions, Add Default
// Permissions) and, where it has none, of Tableau's own clients. A capability
// without a template is valid where Tableau's interface puts it, but cannot be
// counted on: it came or went with a version, or its place is not established.
var ContentTypes = []ContentType{
	{
		Name: "project", Label: "project", notFound: codeProjectNotFound,
		Items:        RulesURI{Segment: "projects", Since: Version{2, 0}, ReplaceSince: firstReplace},
		Capabilities: capabilities(in(templateView, "Read"), in(templatePublish, "Write"), in("", ProjectLeader), aiAccess),
	},
	{
		Name: "workbook", Label: "workbook", notFound: codeWorkbookNotFound,
		Items:    RulesURI{Segment: "workbooks", Since: Version{2, 0}, ReplaceSince: firstReplace},
		Defaults: RulesURI{Segment: "workbooks", Since: Version{2, 1}, ReplaceSince: firstReplace},
		Capabilities: capabilities(
			in(templateView, "Read", "Filter", "ViewComments", "AddComment", "ExportImage", "ExportData"),
			in(templateExplore, "ShareView", "ViewUnderlyingData", "WebAuthoring", "RunExplainData"),
			in(templatePublish, "ExportXml", "Write"),
			in(templateAdminister, "ChangeHierarchy", "Delete", ChangePermissions),
			since(Version{3, 25}, "ExtractRefresh"), until(lastLegacy, "CreateRefreshMetrics"),
			in("", "Connect", "VizqlDataApiAccess"), aiAccess),
	},
	{
		Name: "datasource", Label: "data source", notFound: codeDatasourceNotFound,
		Items:    RulesURI{Segment: "datasources", Since: Version{2, 0}, ReplaceSince: firstReplace},
		Defaults: RulesURI{Segment: "datasources", Since: Version{2, 1}, ReplaceSince: firstReplace},
		Capabilities: capabilities(
			in(templateView, "Read", "Connect"), in(templateExplore, "ExportXml"), in(templatePublish, "Write", "SaveAs"),
			in(templateAdminister, "ChangeHierarchy", "Delete", ChangePermissions),
			since(Version{3, 24}, "VizqlDataApiAccess"), since(Version{3, 25}, "ExtractRefresh"), in("", "PulseMetricDefine"), aiAccess),
	},
	{
		Name: "view", Label: "view", notFound: codeViewNotFound,
		Items: RulesURI{Segment: "views", Since: Version{3, 2}, ReplaceSince: firstReplace},
		Capabilities: capabilities(
			in(templateView, "Read", "Filter", "ViewComments", "AddComment", "ExportImage", "ExportData"),
			in(templateExplore, "ShareView", "ViewUnderlyingData", "WebAuthoring"),
			in(templateAdminister, "Delete", ChangePermissions),
			in("", "RunExplainData", "ExportXml", "Write", "ChangeHierarchy"), aiAccess),
	},
	{
		Name: "flow", Label: "flow", notFound: codeFlowNotFound,
		Items:    RulesURI{Segment: "flows", Since: Version{3, 3}, ReplaceSince: firstReplace},
		Defaults: RulesURI{Segment: "flows", Since: Version{3, 3}, ReplaceSince: firstReplace},
		Capabilities: capabilities(
			in(templateView, "Read"), in(templateExplore, "ExportXml"), in(templatePublish, "Execute", "Write", "WebAuthoringForFlows"),
			in(templateAdminister, "ChangeHierarchy", "Delete", ChangePermissions)),
	},
	{
		Name: "data_role", Label: "data role",
		Defaults:     RulesURI{Segment: "dataroles", Since: Version{3, 3}, ReplaceSince: firstReplace},
		Capabilities: readWriteAdminister,
	},
	{
		Name: "database", Label: "database", notFound: codeDatabaseNotFound,
		Items:        RulesURI{Segment: "databases", Since: Version{3, 5}},
		Defaults:     RulesURI{Segment: "databases", Since: Version{3, 6}, ReplaceSince: firstReplace},
		Capabilities: catalogAsset,
	},
	{
		Name: "table", Label: "table", notFound: codeTableNotFound,
		Items:        RulesURI{Segment: "tables", Since: Version{3, 5}},
		Defaults:     RulesURI{Segment: "tables", Since: Version{3, 6}, ReplaceSince: firstReplace},
		Capabilities: catalogAsset,
	},
	{
		Name: "virtual_connection", Label: "virtual connection",
		Items:    RulesURI{Segment: "virtualConnections", Since: Version{3, 22}},
		Defaults: RulesURI{Segment: "virtualconnections", Since: Version{3, 23}, ReplaceSince: firstReplace},
		Capabilities: capabilities(
			in(templateView, "Read", "Connect"), in(templateAdminister, "ChangeHierarchy", "Delete", ChangePermissions), in("", "Write", "Overwrite")),
	},
	{
		Name: "collection", Label: "collection",
		Items: RulesURI{Segment: "collections"},
		Open:  true,
	},
	{
		Name: "metric", Label: "metric",
		Defaults:     RulesURI{Segment: "metrics", Since: Version{3, 4}, Until: lastLegacy},
		Capabilities: readWriteAdminister,
	},
	{
		Name: "lens", Label: "Ask Data lens", notFound: codeLensNotFound,
		Defaults:     RulesURI{Segment: "lenses", Since: Version{3, 4}, Until: lastLegacy},
		Capabilities: append(slices.Clone(readWriteAdminister), Capability{Name: "Move"}),
	},
}

// TableDefaults is how a database addresses the rules that it gives to its
// tables (REST API reference: Add Default Database Permissions).
var TableDefaults = RulesURI{Segment: "tables", Since: Version{3, 5}}

var (
	// firstReplace is the first version that replaces rule sets (REST API reference: Replace Permissions for Content).
	firstReplace = Version{3, 23}
	// lastLegacy is the last version with metrics and Ask Data lenses.
	lastLegacy = Version{3, 21}
	// GroupSetsSince is the first version with group sets.
	GroupSetsSince = Version{3, 22}
)

var readWriteAdminister = capabilities(
	in(templateView, "Read"), in(templatePublish, "Write"), in(templateAdminister, "ChangeHierarchy", "Delete", ChangePermissions))

var catalogAsset = capabilities(
	in(templateView, "Read"), in(templatePublish, "Write"), in(templateAdminister, "ChangeHierarchy", ChangePermissions))

func capabilities(parts ...[]Capability) []Capability { return slices.Concat(parts...) }

func in(template string, names ...string) []Capability {
	all := make([]Capability, len(names))
	for i, name := range names {
		all[i] = Capability{Name: name, Template: template}
	}
	return all
}

func since(first Version, name string) []Capability { return []Capability{{Name: name, Since: first}} }

func until(last Version, name string) []Capability { return []Capability{{Name: name, Until: last}} }

// aiAccess is in the REST API schema alone, which does not say what has it.
var aiAccess = []Capability{{Name: "AiAccess", Unplaced: true}}

// ContentTypeNamed gives the row of the table with a name.
func ContentTypeNamed(name string) (ContentType, bool) {
	i := slices.IndexFunc(ContentTypes, func(t ContentType) bool { return t.Name == name })
	if i < 0 {
		return ContentType{}, false
	}
	return ContentTypes[i], true
}

// Plural is how a sentence names several of the type.
func (t ContentType) Plural() string {
	if t.Name == "lens" {
		return "Ask Data lenses"
	}
	return t.Label + "s"
}

// Capability gives what the type's table says of a capability.
func (t ContentType) Capability(name string) (Capability, bool) {
	i := slices.IndexFunc(t.Capabilities, func(c Capability) bool { return c.Name == name })
	if i < 0 {
		return Capability{}, false
	}
	return t.Capabilities[i], true
}

// Template lists the capabilities of one of Templates, those of the lesser ones
// included (Tableau Help: Permissions). A capability that not every version has is in none.
func (t ContentType) Template(template string) []string {
	reached := slices.Index(Templates, template)
	var names []string
	for _, c := range t.Capabilities {
		if i := slices.Index(Templates, c.Template); i >= 0 && i <= reached {
			names = append(names, c.Name)
		}
	}
	return names
}
