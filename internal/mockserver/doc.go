// Package mockserver is an in-memory Tableau, Server or Cloud, for tests, benchmarks and demonstrations. It imitates
// the service with its refusals and oddities, counts the requests it gets, and can be told to fail.
//
// It is written from the REST API reference and keeps its own wire types, its own rules and its own calendar. It must
// not import any other package of this module: a mistake in the client would otherwise be a mistake on both sides.
//
// A noun takes two files. Its routes (like schedule_routes.go) hold a table of routes and the handlers, which return a
// reply or an *apiError; its state (like schedules.go) holds what is stored and how it changes. The table is joined to
// the others in allRoutes; versions, products, sessions, rights, faults, recording and XML are dealt with for all of
// them in service.go.
package mockserver
