data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance"
}

data "tableau_permissions" "sales" {
  content_type = "workbook"
  content_id   = data.tableau_workbook.sales.id
}

# Who may view the workbook by a rule of its own: ["group:All Users"]
output "viewers" {
  value = [for grantee, capabilities in data.tableau_permissions.sales.rules : grantee if lookup(capabilities, "Read", "") == "Allow"]
}
