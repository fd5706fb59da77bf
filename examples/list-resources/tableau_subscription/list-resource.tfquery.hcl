# Find what is there, and write configuration for it:
#   terraform query -generate-config-out=subscriptions.tf
list "tableau_subscription" "sales" {
  provider = tableau

  config {
    content_id = "7e766949-7166-4b3d-90ba-784f7575743b"
  }
}
