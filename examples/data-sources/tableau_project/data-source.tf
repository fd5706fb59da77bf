data "tableau_project" "quarterly" {
  name         = "Quarterly"
  project_path = "Finance" # the project around it
}

output "quarterly_permissions" {
  value = data.tableau_project.quarterly.content_permissions
}
