data "tableau_flow" "prep" {
  name = "Prep"
}

output "regions" {
  value = data.tableau_flow.prep.parameters["Region"].allowed_values
}
