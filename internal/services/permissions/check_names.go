package permissions

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/agext/levenshtein"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// interfaceNames are what Tableau's web interface calls capabilities, where that
// differs from their names by more than letter case and spaces (Tableau Help:
// Permission Capabilities and Templates). A name can mean one capability for
// one content type, and another for another.
var interfaceNames = map[string][]string{
	"apiaccess":                 {"VizqlDataApiAccess"},
	"comment":                   {"AddComment"},
	"addcomments":               {"AddComment"},
	"createmetricdefinitions":   {"PulseMetricDefine"},
	"download":                  {"ExportXml"},
	"downloadsaveacopy":         {"ExportXml"},
	"downloaddatasource":        {"ExportXml"},
	"downloadflow":              {"ExportXml"},
	"downloadworkbook":          {"ExportXml"},
	"downloadworkbooksaveacopy": {"ExportXml"},
	"saveacopy":                 {"ExportXml"},
	"downloadfulldata":          {"ViewUnderlyingData"},
	"downloadimage":             {"ExportImage"},
	"downloadimagepdf":          {"ExportImage"},
	"downloadpdf":               {"ExportImage"},
	"downloadsummarydata":       {"ExportData"},
	"edit":                      {"Write"},
	"editmetadata":              {"Write"},
	"explaindata":               {"RunExplainData"},
	"overwrite":                 {"Write"},
	"overwritesave":             {"Write"},
	"publish":                   {"Write"},
	"save":                      {"Write"},
	"leader":                    {tableau.ProjectLeader},
	"move":                      {"ChangeHierarchy"},
	"refreshextract":            {"ExtractRefresh"},
	"run":                       {"Execute"},
	"runflow":                   {"Execute"},
	"setpermissions":            {tableau.ChangePermissions},
	"share":                     {"ShareView"},
	"sharecustomized":           {"ShareView"},
	"view":                      {"Read"},
	"viewcomment":               {"ViewComments"},
	"webedit":                   {"WebAuthoring", "WebAuthoringForFlows"},
	"webauthoring":              {"WebAuthoringForFlows"},
	"webediting":                {"WebAuthoring", "WebAuthoringForFlows"},
}

// didYouMean is a sentence, with a space before it, that names the capability
// of the content type which was probably meant; "" where none comes near.
func didYouMean(content tableau.ContentType, written string) string {
	sought := letters(written)
	for _, capability := range knownFor(content) {
		if letters(capability) == sought || slices.Contains(interfaceNames[sought], capability) {
			return ask(capability)
		}
	}
	return ""
}

// nearlyNamed is didYouMean for a name with a slip or two: it may be the right
// name of what a newer Tableau has.
func nearlyNamed(content tableau.ContentType, written string) string {
	const slips = 2 // Letters that were swapped count twice.
	sought, nearest, distance := letters(written), "", slips+1
	for _, capability := range knownFor(content) {
		if d := levenshtein.Distance(sought, letters(capability), nil); d < distance && 2*d <= len(sought) {
			nearest, distance = capability, d
		}
	}
	if nearest == "" {
		return ""
	}
	return ask(nearest)
}

func ask(capability string) string { return fmt.Sprintf(" Did you mean %s?", capability) }

// knownFor lists what a content type may have: all that is known, for an open one.
func knownFor(content tableau.ContentType) []string {
	var names []string
	for _, t := range tableau.ContentTypes {
		if t.Name == content.Name || content.Open {
			for _, c := range t.Capabilities {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

// letters is a name without what distinguishes one way to write it from another.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}
