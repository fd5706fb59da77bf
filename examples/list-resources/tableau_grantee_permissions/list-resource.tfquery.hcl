# What a group may do with the data sources of a project
list "tableau_grantee_permissions" "everybody_on_datasources" {
  provider = tableau

  config {
    content_type = "datasource"
    project_path = "Finance"
    grantee      = "group:All Users"
  }
}
