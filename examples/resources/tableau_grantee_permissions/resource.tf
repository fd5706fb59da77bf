data "tableau_workbook" "sales" {
  name         = "Sales"
  project_path = "Finance"
}

# Finance explores the workbook, and does not download it. What others may do is not touched.
resource "tableau_grantee_permissions" "finance_on_sales" {
  content_type = "workbook"
  content_id   = data.tableau_workbook.sales.id
  grantee      = "group:Finance"
  capabilities = merge(provider::tableau::capabilities("workbook", "Explore"), { ExportXml = "Deny" })
}

# Beside everybody who is looked after elsewhere, Ann may change its data source.
data "tableau_datasource" "orders" {
  name         = "Orders"
  project_path = "Finance"
}

resource "tableau_grantee_permissions" "ann_on_orders" {
  content_type = "datasource"
  content_id   = data.tableau_datasource.orders.id
  grantee      = "user:ann@example.com"
  capabilities = { Read = "Allow", Connect = "Allow", Write = "Allow" }
}
