data "tableau_workbook" "sales" {
  name = "Sales"
}

data "tableau_views" "of_sales" {
  workbook_id = data.tableau_workbook.sales.id
}

output "dashboards" {
  value = [for view in data.tableau_views.of_sales.views : view.name if view.sheet_type == "dashboard"]
}
