data "tableau_project" "quarterly" {
  path = "Finance/Quarterly"
}

output "quarterly_permissions" {
  value = data.tableau_project.quarterly.content_permissions
}
