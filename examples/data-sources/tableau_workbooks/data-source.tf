data "tableau_workbooks" "weekly" {
  project_path = "Finance"
  tag          = "weekly"
}

output "weekly" {
  value = [for workbook in data.tableau_workbooks.weekly.workbooks : workbook.name]
}
