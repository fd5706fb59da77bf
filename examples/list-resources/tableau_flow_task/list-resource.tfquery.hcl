# Find what is there, and write configuration for it:
#   terraform query -generate-config-out=tasks.tf
list "tableau_flow_task" "prep" {
  provider = tableau

  config {
    flow_id = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25541"
  }
}
