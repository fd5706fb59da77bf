# When each task of a flow runs next.
data "tableau_flow" "prep" {
  name         = "Prep"
  project_path = "Finance"
}

data "tableau_flow_tasks" "prep" {
  flow_id = data.tableau_flow.prep.id
}

output "next_runs" {
  value = [for task in data.tableau_flow_tasks.prep.flow_tasks : "${task.parameters["Region"]} on ${task.schedule_name}, next at ${task.next_run_at}"]
}
