data "tableau_flow_runs" "running" {
  status = "InProgress"
}

# terraform plan shows the ids, and when each began.
output "running" {
  value = { for id, run in data.tableau_flow_runs.running.flow_runs : id => run.started_at }
}

variable "flow_run_id" {
  description = "The flow run to cancel."
  type        = string
  default     = null
}

# terraform apply -invoke=action.tableau_cancel_flow_run.chosen -var=flow_run_id=4d652179-36bf-47e4-a9dc-e069227c72d0
action "tableau_cancel_flow_run" "chosen" {
  config {
    flow_run_id = var.flow_run_id
  }
}
