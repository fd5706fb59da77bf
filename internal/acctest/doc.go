// Package acctest is the ground that tests stand on: a Tableau of their own, real
// Terraform on it, and the provider in-process where no Terraform is needed.
//
// It is imported by tests alone.
package acctest
