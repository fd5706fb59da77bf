data "tableau_linked_tasks" "all" {}

# terraform apply -invoke=action.tableau_run_linked_task.first
action "tableau_run_linked_task" "first" {
  config {
    task_id = keys(data.tableau_linked_tasks.all.linked_tasks)[0]
    timeout = "2h"
  }
}
