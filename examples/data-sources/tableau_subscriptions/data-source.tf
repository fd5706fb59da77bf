# Who gets the sales workbook, and on which schedule.
data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance"
}

data "tableau_subscriptions" "sales" {
  content_id = data.tableau_workbook.sales.id
}

output "readers" {
  value = [for s in data.tableau_subscriptions.sales.subscriptions : "${s.user_name}: ${s.schedule_name}"]
}
