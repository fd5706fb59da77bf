// Package site holds the data sources that find what is on a site: projects,
// workbooks, views, data sources, flows, groups and users, one of them or many.
//
// A kind says what each has of its own; finding and listing are the same for
// all. Nothing here is managed.
package site
