# Tableau Server: the report is mailed whenever the schedule runs.
data "tableau_user" "ann" {
  name = "ann@example.com"
}

data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance"
}

data "tableau_view" "overview" {
  name          = "Overview"
  workbook_name = "Sales"
}

resource "tableau_schedule" "mondays" {
  name      = "Mondays before work"
  type      = "Subscription"
  frequency = { weekly = { start = "06:30", week_days = ["Monday"] } }
}

resource "tableau_subscription" "monday_report" {
  subject     = "Monday report"
  message     = "Last week's sales, for the meeting at nine."
  user_id     = data.tableau_user.ann.id
  content     = { type = "Workbook", id = data.tableau_workbook.sales.id }
  schedule_id = tableau_schedule.mondays.id
}

# A page to print, and nothing when there is nothing to see.
resource "tableau_subscription" "overview" {
  subject          = "Sales at a glance"
  user_id          = data.tableau_user.ann.id
  content          = { type = "View", id = data.tableau_view.overview.id, send_if_view_empty = false }
  attach_image     = false
  attach_pdf       = true
  page_orientation = "Landscape"
  page_size_option = "A4"
  schedule_id      = tableau_schedule.mondays.id
}
