data "tableau_server_info" "this" {}

output "connected_to" {
  value = "Tableau ${coalesce(data.tableau_server_info.this.product, "of either product")} ${data.tableau_server_info.this.product_version}, REST API ${data.tableau_server_info.this.api_version}"
}
