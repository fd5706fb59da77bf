# Find what is there, and write configuration for it:
#   terraform query -generate-config-out=schedules.tf
list "tableau_schedule" "extract" {
  provider = tableau

  config {
    type = "Extract"
  }
}
