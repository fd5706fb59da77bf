data "tableau_flow" "prep" {
  name         = "Prep"
  project_path = "Finance"
}

# terraform apply -invoke=action.tableau_run_flow.south
action "tableau_run_flow" "south" {
  config {
    flow_id      = data.tableau_flow.prep.id
    parameters   = { Region = "South" }
    output_steps = ["Output"]
  }
}
