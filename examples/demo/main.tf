# When the finance department's extracts, flows and mails run, on Tableau Server.

terraform {
  required_providers {
    tableau = {
      source = "tableau-as-code/tableau"
    }
  }
}

# Where the server is and how to sign in comes from the environment:
# TABLEAU_SERVER_URL, TABLEAU_PERSONAL_ACCESS_TOKEN_NAME and
# TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET.
provider "tableau" {}

# What is published, by name.

data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance/Quarterly" # another project has a workbook of this name too
}

data "tableau_datasource" "orders" {
  name = "Orders"
}

data "tableau_flow" "clean_up" {
  name = "Clean up orders"
}

data "tableau_user" "ann" {
  name = "ann"
}

# When things run.

resource "tableau_schedule" "early" {
  name      = "Weekday early mornings"
  type      = "Extract"
  priority  = 20
  frequency = { weekly = { start = "05:30", week_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] } }
}

resource "tableau_schedule" "sales_hours" {
  name      = "Every half hour while shops are open"
  type      = "Extract"
  frequency = { hourly = { start = "08:00", end = "20:00", every_minutes = 30 } }
}

resource "tableau_schedule" "month_end" {
  name      = "Month-end reports"
  type      = "Subscription"
  frequency = { monthly = { start = "06:00", month_days = ["LastDay"] } }
}

variable "nightly_flows" {
  description = "Id of the schedule \"Nightly flows\". The data preparation team owns it."
  type        = string
  default     = "6f1d2c3b-4a59-4687-9b0c-1d2e3f4a5b6c"
}

# What runs.

resource "tableau_extract_refresh_task" "sales" {
  workbook_id = data.tableau_workbook.sales.id
  schedule_id = tableau_schedule.early.id
}

resource "tableau_extract_refresh_task" "orders" {
  datasource_id = data.tableau_datasource.orders.id
  schedule_id   = tableau_schedule.sales_hours.id
}

resource "tableau_flow_task" "clean_up" {
  flow_id     = data.tableau_flow.clean_up.id
  schedule_id = var.nightly_flows
  parameters  = { Region = "North" }
  on_destroy  = "abandon" # this server does not delete flow tasks over its API
}

resource "tableau_subscription" "month_end" {
  subject     = "Month-end sales"
  message     = "The figures of the month, before the books close."
  user_id     = data.tableau_user.ann.id
  content     = { type = "Workbook", id = data.tableau_workbook.sales.id }
  attach_pdf  = true
  schedule_id = tableau_schedule.month_end.id
}

output "runs" {
  description = "When each schedule runs, in words."
  value = {
    for schedule in [tableau_schedule.early, tableau_schedule.sales_hours, tableau_schedule.month_end] :
    schedule.name => provider::tableau::describe_frequency(schedule.frequency)
  }
}
