data "tableau_linked_tasks" "all" {}

# terraform plan shows which id is whose.
output "linked_tasks" {
  value = { for id, task in data.tableau_linked_tasks.all.linked_tasks : id => join(", then ", task.steps[*].flow_name) }
}

variable "linked_task_id" {
  description = "The linked task to run."
  type        = string
  default     = null
}

# terraform apply -invoke=action.tableau_run_linked_task.chosen -var=linked_task_id=1b8211dc-51a8-45ce-a831-b5921708e03e
action "tableau_run_linked_task" "chosen" {
  config {
    task_id = var.linked_task_id
    timeout = "2h"
  }
}
