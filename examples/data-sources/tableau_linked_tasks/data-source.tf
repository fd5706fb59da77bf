data "tableau_linked_tasks" "all" {}

output "linked_flows" {
  value = [for task in data.tableau_linked_tasks.all.linked_tasks : join(", then ", task.steps[*].flow_name)]
}
