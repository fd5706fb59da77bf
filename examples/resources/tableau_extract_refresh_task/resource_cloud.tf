# Tableau Cloud: the data source has new rows every four hours of the day, and is refreshed whole on Sundays.
data "tableau_datasource" "orders" {
  name         = "Orders"
  project_path = "Finance"
}

resource "tableau_extract_refresh_task" "orders" {
  datasource_id = data.tableau_datasource.orders.id
  type          = "IncrementalRefresh"
  frequency     = { daily = { start = "08:30", end = "20:30", every_hours = 4, week_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] } }
}

resource "tableau_extract_refresh_task" "all_orders" {
  datasource_id = data.tableau_datasource.orders.id
  frequency     = { weekly = { start = "04:00", week_days = ["Sunday"] } }
}
