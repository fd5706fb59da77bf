data "tableau_datasources" "all" {}

output "certified" {
  value = [for datasource in data.tableau_datasources.all.datasources : datasource.name if datasource.certified]
}
