# The permissions of the workbooks in a project
list "tableau_permissions" "finance_workbooks" {
  provider = tableau

  config {
    content_type = "workbook"
    project_path = "Finance"
  }
}
