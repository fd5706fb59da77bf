package mockserver

import (
	"net/http"
	"slices"
)

// Types of content as a RuleSet names them.
const (
	typeProject           = "project"
	typeWorkbook          = "workbook"
	typeView              = "view"
	typeDatasource        = "datasource"
	typeFlow              = "flow"
	typeDatabase          = "database"
	typeTable             = "table"
	typeVirtualConnection = "virtual_connection"
	typeCollection        = "collection"
	typeDataRole          = "data_role"
	typeMetric            = "metric"
	typeLens              = "lens"
)

const (
	capabilityChangePermissions = "ChangePermissions"
	capabilityProjectLeader     = "ProjectLeader"
	capabilityInheritedLeader   = "InheritedProjectLeader"
)

// capability is something that can be allowed or denied.
type capability struct {
	since    apiVersion // the first version that knows it
	until    apiVersion // the last one that takes it; zero: all do
	contents []string   // the types of content that have it
}

var (
	published = []string{typeWorkbook, typeDatasource, typeFlow}
	retired   = []string{typeMetric, typeLens}
	sheets    = []string{typeWorkbook, typeView}
	assets    = []string{typeDatabase, typeTable}
)

// capabilities is the matrix of the behaviour reference, 6.6. What it has as doubtful, or as documented but refused in tests, is taken.
var capabilities = map[string]capability{
	"Read":  {contents: slices.Concat([]string{typeProject, typeView, typeVirtualConnection, typeDataRole}, published, assets, retired)},
	"Write": {contents: slices.Concat([]string{typeProject, typeView, typeVirtualConnection, typeDataRole}, published, assets, retired)},

	capabilityProjectLeader:   {contents: []string{typeProject}},
	capabilityInheritedLeader: {}, // shown, never taken

	"Filter":               {contents: sheets},
	"ViewComments":         {contents: sheets},
	"AddComment":           {contents: sheets},
	"ExportImage":          {contents: sheets},
	"ExportData":           {contents: sheets},
	"ShareView":            {contents: sheets},
	"ViewUnderlyingData":   {contents: sheets},
	"WebAuthoring":         {contents: sheets},
	"RunExplainData":       {contents: sheets},
	"ExportXml":            {contents: append([]string{typeView}, published...)},
	"CreateRefreshMetrics": {until: apiVersion{3, 21}, contents: []string{typeWorkbook}},
	"ExtractRefresh":       {since: apiVersion{3, 25}, contents: []string{typeWorkbook, typeDatasource}},

	"Connect":            {contents: []string{typeWorkbook, typeDatasource, typeVirtualConnection}},
	"SaveAs":             {contents: []string{typeDatasource}},
	"VizqlDataApiAccess": {since: apiVersion{3, 24}, contents: []string{typeWorkbook, typeDatasource}},
	"PulseMetricDefine":  {contents: []string{typeDatasource}},
	"AiAccess":           {contents: []string{typeProject, typeWorkbook, typeView, typeDatasource}},

	"Execute":              {contents: []string{typeFlow}},
	"WebAuthoringForFlows": {contents: []string{typeFlow}},

	"ChangeHierarchy": {contents: slices.Concat([]string{typeView, typeVirtualConnection, typeDataRole}, published, assets, retired)},
	"Delete":          {contents: slices.Concat([]string{typeView, typeVirtualConnection, typeDataRole}, published, retired)},
	capabilityChangePermissions: {
		contents: slices.Concat([]string{typeView, typeVirtualConnection, typeDataRole}, published, assets, retired),
	},
	"Move":      {until: apiVersion{3, 21}, contents: []string{typeLens}}, // what the documents of lenses call ChangeHierarchy
	"Overwrite": {contents: []string{typeVirtualConnection}},
}

// fits reports whether a type of content can have a capability. Which ones collections have is not established: they take all.
func fits(name, contentType string) bool {
	if contentType == typeCollection {
		return name != capabilityInheritedLeader
	}
	return slices.Contains(capabilities[name].contents, contentType)
}

// invalidCapability answers a capability that there is, but not for this content or in this mode.
func invalidCapability(detail string) *apiError {
	return &apiError{http.StatusBadRequest, "400009", "Invalid Capability", detail}
}

func capabilityNotFound(detail string) *apiError {
	return &apiError{http.StatusNotFound, "404013", "Capability Not Found", detail}
}

// checkCapability refuses a capability that does not exist, or that the content cannot have in this mode.
func (s *Server) checkCapability(version apiVersion, contentType, name, mode string) *apiError {
	known, exists := capabilities[name]
	switch {
	case !exists || version.less(known.since):
		return capabilityNotFound("There is no capability '" + name + "'.")
	case mode != modeAllow && mode != modeDeny:
		return capabilityNotFound("The mode '" + mode + "' is neither Allow nor Deny.")
	case known.until != apiVersion{} && known.until.less(s.version) || !fits(name, contentType):
		return invalidCapability("The capability '" + name + "' is not one of those of the content type " + contentType + ".")
	case name == capabilityProjectLeader && mode == modeDeny:
		return invalidCapability("ProjectLeader can be allowed only.")
	}
	return nil
}
