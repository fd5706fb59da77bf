data "tableau_users" "creators" {
  site_role = "Creator"
}

output "creators" {
  value = [for user in data.tableau_users.creators.users : user.name]
}
