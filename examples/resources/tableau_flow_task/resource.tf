# Tableau Server: the flow runs whenever the schedule does.
data "tableau_flow" "prep" {
  name         = "Prep"
  project_path = "Finance"
}

resource "tableau_schedule" "flows" {
  name            = "Nightly flows"
  type            = "Flow"
  execution_order = "Serial"
  frequency       = { daily = { start = "02:15" } }
}

resource "tableau_flow_task" "prep" {
  flow_id     = data.tableau_flow.prep.id
  schedule_id = tableau_schedule.flows.id
  parameters  = { Region = "North" }
}
