data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance"
}

# Everybody in Finance may explore the workbook but not download it, Ann may overwrite it too, and nobody else has a rule.
resource "tableau_permissions" "sales" {
  content_type = "workbook"
  content_id   = data.tableau_workbook.sales.id
  rules = {
    "group:Finance"        = merge(provider::tableau::capabilities("workbook", "Explore"), { ExportXml = "Deny" })
    "user:ann@example.com" = { Read = "Allow", Write = "Allow" }
  }
}

data "tableau_project" "finance" {
  path = "Finance"
}

# Who may see the project and publish to it. What the auditors have stays as it is, and so do all rules when this is destroyed.
resource "tableau_permissions" "finance" {
  content_type    = "project"
  content_id      = data.tableau_project.finance.id
  rules           = { "group:Finance" = { Read = "Allow", Write = "Allow" } }
  ignore_grantees = ["group:Auditors"]
  on_destroy      = "keep"
}
