// Package tableau is a client of the Tableau REST API, for Tableau Server and
// Tableau Cloud. It speaks XML, signs in when the first call needs it, and
// keeps one session for all calls.
//
// It knows nothing of Terraform and imports nothing of it.
package tableau
