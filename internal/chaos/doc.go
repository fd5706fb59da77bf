// Package chaos is a suite of tests without code of its own: generated
// configurations of all nouns are applied, changed, refreshed and destroyed on
// a mock server that fails in every way it knows and on which others change
// things meanwhile, and nothing may be lost or invented by it.
package chaos
