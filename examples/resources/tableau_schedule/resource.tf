# Extracts are refreshed before people come in.
resource "tableau_schedule" "early" {
  name      = "Weekday early mornings"
  type      = "Extract"
  priority  = 20
  frequency = { weekly = { start = "05:30", week_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] } }
}

# Every half hour while shops are open.
resource "tableau_schedule" "shop_hours" {
  name      = "Shop hours"
  type      = "Extract"
  frequency = { hourly = { start = "08:00", end = "20:00", every_minutes = 30 } }
}

# Flows run at night, one after the other.
resource "tableau_schedule" "flows" {
  name            = "Nightly flows"
  type            = "Flow"
  execution_order = "Serial"
  frequency       = { daily = { start = "02:15" } }
}

# Reports go out on the last day of each month, but not yet.
resource "tableau_schedule" "month_end" {
  name      = "Month-end reports"
  type      = "Subscription"
  state     = "Suspended"
  frequency = { monthly = { start = "06:00", month_days = ["LastDay"] } }
}
