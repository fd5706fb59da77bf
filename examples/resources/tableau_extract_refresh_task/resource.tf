# Tableau Server: the workbook is refreshed whenever the schedule runs.
data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance"
}

resource "tableau_schedule" "early" {
  name      = "Weekday early mornings"
  type      = "Extract"
  frequency = { weekly = { start = "05:30", week_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] } }
}

resource "tableau_extract_refresh_task" "sales" {
  workbook_id = data.tableau_workbook.sales.id
  schedule_id = tableau_schedule.early.id
}
