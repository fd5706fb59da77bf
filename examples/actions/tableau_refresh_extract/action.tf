data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance"
}

# terraform apply -invoke=action.tableau_refresh_extract.sales
action "tableau_refresh_extract" "sales" {
  config {
    workbook_id = data.tableau_workbook.sales.id
    incremental = true
  }
}
