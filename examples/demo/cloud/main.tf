# When the finance department's extracts, flows and mails run, on Tableau Cloud:
# each task and each subscription has a frequency of its own.

terraform {
  required_providers {
    tableau = {
      source = "tableau-as-code/tableau"
    }
  }
}

# Where the site is and how to sign in comes from the environment:
# TABLEAU_SERVER_URL, TABLEAU_SITE, TABLEAU_PERSONAL_ACCESS_TOKEN_NAME and
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
  name = "ann@example.com"
}

# What runs, and when.

resource "tableau_extract_refresh_task" "sales" {
  workbook_id = data.tableau_workbook.sales.id
  frequency   = { weekly = { start = "05:30", week_days = ["Monday"] } }
}

resource "tableau_extract_refresh_task" "orders" {
  datasource_id = data.tableau_datasource.orders.id
  type          = "IncrementalRefresh"
  frequency     = { daily = { start = "08:00", end = "20:00", every_hours = 4, week_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] } }
}

resource "tableau_flow_task" "clean_up" {
  flow_id    = data.tableau_flow.clean_up.id
  parameters = { Region = "North" }
  frequency  = { daily = { start = "02:15" } }
  on_destroy = "abandon" # this site does not delete flow tasks over its API
}

resource "tableau_subscription" "month_end" {
  subject    = "Month-end sales"
  message    = "The figures of the month, before the books close."
  user_id    = data.tableau_user.ann.id
  content    = { type = "Workbook", id = data.tableau_workbook.sales.id }
  attach_pdf = true
  frequency  = { monthly = { start = "06:00", month_days = ["LastDay"] } }
}

output "runs" {
  description = "When each task runs, in words."
  value = {
    Sales             = provider::tableau::describe_frequency(tableau_extract_refresh_task.sales.frequency)
    Orders            = provider::tableau::describe_frequency(tableau_extract_refresh_task.orders.frequency)
    "Clean up orders" = provider::tableau::describe_frequency(tableau_flow_task.clean_up.frequency)
    "Month-end sales" = provider::tableau::describe_frequency(tableau_subscription.month_end.frequency)
  }
}
