data "tableau_flow_runs" "running" {
  status = "InProgress"
}

# terraform apply -invoke=action.tableau_cancel_flow_run.first_running
action "tableau_cancel_flow_run" "first_running" {
  config {
    flow_run_id = keys(data.tableau_flow_runs.running.flow_runs)[0]
  }
}
