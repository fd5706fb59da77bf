# What can be done at once, with
# terraform apply -invoke=action.tableau_run_extract_refresh_task.sales
# (Terraform 1.14 or later).

action "tableau_run_extract_refresh_task" "sales" {
  config {
    task_id = tableau_extract_refresh_task.sales.id
  }
}
