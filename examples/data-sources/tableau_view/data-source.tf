data "tableau_view" "overview" {
  name          = "Overview"
  workbook_name = "Sales"
}

output "overview" {
  value = data.tableau_view.overview.content_url
}
