# "Sales" is the name of other workbooks too: the path of its project tells it from them.
data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance"
}

output "views" {
  value = keys(data.tableau_workbook.sales.views)
}
