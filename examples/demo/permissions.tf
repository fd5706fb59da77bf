# Who may do what, on both products.

variable "analysts_may_download" {
  description = "Whether analysts may download the data behind the sales figures."
  type        = bool
  default     = false
}

data "tableau_project" "quarterly" {
  name         = "Quarterly"
  project_path = "Finance"
}

# Everything about the project. The group All Users is not named: it loses the
# rule that every project begins with.
resource "tableau_permissions" "quarterly" {
  content_type = "project"
  content_id   = data.tableau_project.quarterly.id
  rules = {
    "group:Finance"  = provider::tableau::capabilities("project", "Publish")
    "group:Analysts" = provider::tableau::capabilities("project", "View")
  }
}

# What workbooks get that are published there later.
resource "tableau_default_permissions" "quarterly_workbooks" {
  project_id   = data.tableau_project.quarterly.id
  content_type = "workbook"
  rules = {
    "group:Finance"  = provider::tableau::capabilities("workbook", "Publish")
    "group:Analysts" = provider::tableau::capabilities("workbook", "View")
  }
}

resource "tableau_permissions" "sales" {
  content_type = "workbook"
  content_id   = data.tableau_workbook.sales.id
  rules = {
    "group:Finance" = provider::tableau::capabilities("workbook", "Administer")
    "group:Analysts" = merge(
      provider::tableau::capabilities("workbook", "Explore"),
      { ViewUnderlyingData = var.analysts_may_download ? "Allow" : "Deny" },
    )
  }
  ignore_grantees = ["group:Auditors"] # they look after themselves
}

# One grantee; whoever else has rules on the data source keeps them.
resource "tableau_grantee_permissions" "ann_on_orders" {
  content_type = "datasource"
  content_id   = data.tableau_datasource.orders.id
  grantee      = "user:${data.tableau_user.ann.name}"
  capabilities = provider::tableau::capabilities("datasource", "Explore")
}
