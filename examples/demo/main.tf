# When the finance department's extracts, flows and mails run.

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

resource "tableau_schedule" "nightly_flows" {
  name            = "Nightly flows"
  type            = "Flow"
  execution_order = "Serial"
  frequency       = { daily = { start = "02:15" } }
}

resource "tableau_schedule" "month_end" {
  name      = "Month-end reports"
  type      = "Subscription"
  state     = "Suspended" # until the new fiscal year begins
  frequency = { monthly = { start = "06:00", month_days = ["LastDay"] } }
}

output "runs" {
  description = "When each schedule runs, in words."
  value = {
    for schedule in [
      tableau_schedule.early, tableau_schedule.sales_hours, tableau_schedule.nightly_flows, tableau_schedule.month_end,
    ] : schedule.name => provider::tableau::describe_frequency(schedule.frequency)
  }
}
