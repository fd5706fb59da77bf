# Find what is there, and write configuration for it:
#   terraform query -generate-config-out=tasks.tf
list "tableau_extract_refresh_task" "weekday_mornings" {
  provider = tableau

  config {
    schedule_id = "4d652179-36bf-47e4-a9dc-e069227c72d0"
  }
}
