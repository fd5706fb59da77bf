// Package framework holds what every resource, data source and list resource
// of this provider does with terraform-plugin-framework: functions, no base
// classes. It knows no noun of Tableau.
package framework
