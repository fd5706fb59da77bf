data "tableau_flow" "prep" {
  name         = "Prep"
  project_path = "Finance"
}

data "tableau_flow_runs" "prep" {
  flow_id       = data.tableau_flow.prep.id
  started_after = "2026-03-01T00:00:00Z"
}

output "runs" {
  value = [for run in data.tableau_flow_runs.prep.flow_runs : "${run.status}, ${run.progress} %"]
}
