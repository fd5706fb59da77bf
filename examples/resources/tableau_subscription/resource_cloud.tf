# Tableau Cloud: the subscription has a frequency of its own.
data "tableau_user" "ann" {
  name = "ann@example.com"
}

data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance"
}

resource "tableau_subscription" "monday_report" {
  subject   = "Monday report"
  user_id   = data.tableau_user.ann.id
  content   = { type = "Workbook", id = data.tableau_workbook.sales.id }
  frequency = { weekly = { start = "06:30", week_days = ["Monday"] } }
}

# On the first and the fifteenth, but not yet.
resource "tableau_subscription" "half_month" {
  subject   = "Half-month report"
  user_id   = data.tableau_user.ann.id
  content   = { type = "Workbook", id = data.tableau_workbook.sales.id }
  suspended = true
  frequency = { monthly = { start = "06:30", month_days = [1, 15] } }
}
