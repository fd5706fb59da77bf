# Tableau Cloud: the task has a frequency of its own. When it is destroyed, Tableau keeps it, and Terraform forgets it.
data "tableau_flow" "prep" {
  name         = "Prep"
  project_path = "Finance"
}

resource "tableau_flow_task" "prep" {
  flow_id      = data.tableau_flow.prep.id
  frequency    = { weekly = { start = "04:00", week_days = ["Sunday"] } }
  parameters   = { Region = "South" }
  output_steps = ["Output"]
  on_destroy   = "abandon"
}
