// Package permissions is the rules that allow and deny capabilities: of one
// item, of one grantee on an item, and the defaults that a project gives to new
// content, as resources, list resources and data sources.
package permissions
