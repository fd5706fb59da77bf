# What a project gives to new content of every type
list "tableau_default_permissions" "finance" {
  provider = tableau

  config {
    project_path = "Finance"
  }
}
