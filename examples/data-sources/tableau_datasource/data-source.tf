data "tableau_datasource" "orders" {
  name         = "Orders"
  project_path = "Finance"
}

output "orders_is_certified" {
  value = data.tableau_datasource.orders.certified
}
