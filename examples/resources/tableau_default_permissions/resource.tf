data "tableau_project" "finance" {
  path = "Finance"
}

# New workbooks in the project may be explored by the group Finance. All Users, whom a new project lets in, have no rule.
resource "tableau_default_permissions" "finance_workbooks" {
  project_id   = data.tableau_project.finance.id
  content_type = "workbook"
  rules        = { "group:Finance" = provider::tableau::capabilities("workbook", "Explore") }
}

# New flows are nobody's but their owner's.
resource "tableau_default_permissions" "finance_flows" {
  project_id   = data.tableau_project.finance.id
  content_type = "flow"
  rules        = {}
}
