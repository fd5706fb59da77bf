package tableau

import (
	"errors"
	"net/http"
)

// Codes of the permissions methods (REST API reference: Add Workbook
// Permissions, Add Default Permissions, Add Table Permissions, Delete Flow Permission).
const (
	codeWrongCapability    Code = "400009"
	codeWrongElement       Code = "400042"
	codeTableWithoutSource Code = "400120"
	codePermissionsLocked  Code = "403039"
	codeDefaultsLocked     Code = "403114"
	codeTableLocked        Code = "403117"
	codeProjectNotFound    Code = "404005"
	codeGroupNotFound      Code = "404012"
	codeUnknownCapability  Code = "404013"
	codeRuleNotSet         Code = "404014"
	codeDatabaseNotFound   Code = "404031"
	codeTableNotFound      Code = "404032"
	codeLensNotFound       Code = "404046"
)

// adviseOnPermissions says what to do about refusals to show or set rules, ""
// where nothing more is known than for any call.
func adviseOnPermissions(e *Error) string { return permissionsAdvice[e.Code] }

// adviseOnCatalogPermissions is adviseOnPermissions for databases and tables,
// whose methods refuse JSON Web Tokens (REST API reference: Add Database Permissions).
func adviseOnCatalogPermissions(e *Error) string {
	if e.Code == codeSessionInvalid {
		return "The methods for permissions of databases and tables cannot be called with a JSON Web Token. Sign in with a personal access token; " +
			"if that is what you do, another process is probably signing in with the same one."
	}
	return adviseOnPermissions(e)
}

// adviseWithoutNotFound is adviseOnPermissions for content of which no code is
// known to say that it is gone: only a person can tell.
func adviseWithoutNotFound(e *Error) string {
	known := adviseOnPermissions(e)
	if known != "" || e.Status != http.StatusNotFound || adviceByCode[e.Code] != "" {
		return known
	}
	return perhapsGone
}

const perhapsGone = "Tableau does not document how it says that such content is gone, so that it stays in state. If it was deleted, take it out of the configuration " +
	"with a removed block that has destroy = false, or with terraform state rm."

// MayBeGone reports whether the service found no content of which no code is
// known to say that it is gone.
func MayBeGone(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.advice == perhapsGone
}

var permissionsAdvice = map[Code]string{
	codeMalformed: "The service does not understand the request: it may be of a version that the provider does not know. Try another api_version.",
	codeWrongCapability: "The content has no such capability in this version of Tableau, or it cannot be denied, as ProjectLeader. " +
		"The function capabilities lists what each type of content has.",
	codeWrongElement: "The content type has no default permissions here, or does in another version of Tableau. Check content_type and api_version.",
	codeTableWithoutSource: "Only tables that a published data source uses have permissions of their own. Set those of the database, " +
		"or its default permissions for tables.",
	codeForbidden: "Permissions are set by the owner of the content, by leaders of its project, by administrators and by whom ChangePermissions is allowed to: " +
		"sign in as one of them. Where the project locks permissions, set its default permissions instead.",
	codePermissionsLocked:  "The project locks the permissions of what is in it. Set the project's default permissions instead, or unlock it.",
	codeDefaultsLocked:     "The database locks the permissions of its tables, and their defaults with them. Unlock the database in Tableau, or set its own permissions.",
	codeTableLocked:        "The database locks the permissions of its tables. Set those of the database instead, or unlock it in Tableau.",
	codeUserNotFound:       "The site has no user with this id. Take the id from the data source tableau_user, and check site in the provider's configuration.",
	codeGroupNotFound:      "The site has no group with this id. Take the id from the data source tableau_group, and check site in the provider's configuration.",
	codeDatasourceNotFound: goneOrHidden,
	codeProjectNotFound:    goneOrHidden,
	codeWorkbookNotFound:   goneOrHidden,
	codeFlowNotFound:       goneOrHidden,
	codeDatabaseNotFound:   goneOrHidden,
	codeTableNotFound:      goneOrHidden,
	codeLensNotFound:       goneOrHidden,
	codeViewNotFound: "The site has no view with this id, or the signed-in user may not see it. Publishing a workbook anew can give its views other ids: " +
		"take the id from the data source tableau_view.",
	codeUnknownCapability: "Tableau does not know the capability or the mode, which are case sensitive. The function capabilities lists what each type of content has.",
	codeWrongURI: "This server has no permissions for this content type: it may be older, not have the feature, or be the other product. " +
		"Check content_type, and compare api_version with what the server speaks.",
}

const goneOrHidden = "The site has no content of this type with this id, or the signed-in user may not see it. Check content_type and the id, and plan again: " +
	"the plan says what is to be made anew."
