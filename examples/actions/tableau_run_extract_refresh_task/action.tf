variable "task_id" {
  type    = string
  default = "9f8e7d6c-5b4a-3f2e-1d0c-9b8a7f6e5d4c"
}

# terraform apply -invoke=action.tableau_run_extract_refresh_task.sales
action "tableau_run_extract_refresh_task" "sales" {
  config {
    task_id = var.task_id
    timeout = "30m"
  }
}
