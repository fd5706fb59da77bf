variable "task_id" {
  type    = string
  default = "4d49655a-0f3a-45cc-ba61-b108a763e83a"
}

# terraform apply -invoke=action.tableau_run_flow_task.prep
action "tableau_run_flow_task" "prep" {
  config {
    task_id = var.task_id
  }
}
