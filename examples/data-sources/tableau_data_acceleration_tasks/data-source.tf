data "tableau_data_acceleration_tasks" "all" {}

output "accelerated_workbooks" {
  value = [for task in data.tableau_data_acceleration_tasks.all.data_acceleration_tasks : task.workbook_id]
}
