package permissions

import "github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"

// Content types that are treated apart, or listed each in its own way.
const (
	typeProject           = "project"
	typeWorkbook          = "workbook"
	typeDatasource        = "datasource"
	typeView              = "view"
	typeFlow              = "flow"
	typeDatabase          = "database"
	typeTable             = "table"
	typeVirtualConnection = "virtual_connection"
	typeCollection        = "collection"
)

// itemTypes are the content types whose items have rules of their own, in the
// order of the table.
func itemTypes() []string {
	return typesWhere(func(t tableau.ContentType) bool { return t.Items.Segment != "" })
}

// defaultTypes are the content types for which a project keeps default rules.
func defaultTypes() []string {
	return typesWhere(func(t tableau.ContentType) bool { return t.Defaults.Segment != "" })
}

func typesWhere(matches func(tableau.ContentType) bool) []string {
	var names []string
	for _, t := range tableau.ContentTypes {
		if matches(t) {
			names = append(names, t.Name)
		}
	}
	return names
}
