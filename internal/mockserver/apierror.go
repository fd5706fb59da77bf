package mockserver

import "net/http"

// apiError is a refusal as the service writes it: tsResponse{error(code){summary, detail}}. The code mostly begins
// with the HTTP status, but not always: intervals that do not fit answer 400 with code 409004.
type apiError struct {
	status  int
	code    string
	summary string
	detail  string
}

// Refusals that every noun shares; a noun's own stand beside its handlers.

// badRequest is the answer to a body that is missing, malformed or incomplete.
func badRequest(reason string) *apiError {
	return &apiError{http.StatusBadRequest, "400000", "Bad Request", "Payload is either malformed or incomplete: " + reason + "."}
}

func invalidPageNumber(detail string) *apiError {
	return &apiError{http.StatusBadRequest, "400006", "Invalid Page Number", detail}
}

func invalidPageSize(detail string) *apiError {
	return &apiError{http.StatusBadRequest, "400007", "Invalid Page Size", detail}
}

func pageSizeLimitExceeded() *apiError {
	return &apiError{http.StatusForbidden, "403014", "Page Size Limit Exceeded", "The page size is larger than 1000."}
}

func invalidParameter(detail string) *apiError {
	return &apiError{http.StatusBadRequest, "400008", "Invalid Parameter", detail}
}

func noCredentials() *apiError {
	return &apiError{http.StatusUnauthorized, "401000", "Unauthorized Access", "No authentication credentials were provided."}
}

// invalidCredentials answers a session token that is unknown, expired or ended, and a session whose scopes do not
// cover the method.
func invalidCredentials() *apiError {
	return &apiError{http.StatusUnauthorized, "401002", "Unauthorized Access", "Invalid authentication credentials were provided."}
}

func forbidden(detail string) *apiError {
	return &apiError{http.StatusForbidden, "403004", "Forbidden", detail}
}

func siteNotFound(id string) *apiError {
	return &apiError{http.StatusNotFound, "404000", "Resource Not Found", "Site '" + id + "' could not be found."}
}

func unsupportedVersion(version string) *apiError {
	return &apiError{http.StatusNotFound, "404001", "Resource Not Found", "Unsupported API version '" + version + "' specified in URI."}
}

func unknownResource(path string) *apiError {
	return &apiError{http.StatusNotFound, "404003", "Resource Not Found", "Unknown resource '" + path + "' specified in URI."}
}

func methodNotAllowed(method string) *apiError {
	return &apiError{http.StatusMethodNotAllowed, "405000", "Method Not Allowed", "Request type '" + method + "' is not allowed here."}
}

// alreadyQueued answers a run that was asked for while another one of the same thing waits or runs.
func alreadyQueued() *apiError {
	return &apiError{http.StatusConflict, "409093", "Operation Already In Queue", "A job for this is in the queue already."}
}

func runNowDisabled() *apiError {
	return &apiError{http.StatusConflict, "409082", "Run Now Disabled", "Running on demand is disabled on this site."}
}
