data "tableau_group" "finance" {
  name = "Finance"
}

output "users_in_finance" {
  value = data.tableau_group.finance.user_count
}
