data "tableau_projects" "all" {}

output "paths" {
  value = sort([for project in data.tableau_projects.all.projects : project.path])
}
