# Tasks that have failed at least once since they last succeeded.
data "tableau_extract_refresh_tasks" "all" {}

output "failing" {
  value = [for task in data.tableau_extract_refresh_tasks.all.extract_refresh_tasks : "${task.schedule_name}: ${task.consecutive_failures}" if task.consecutive_failures > 0]
}
