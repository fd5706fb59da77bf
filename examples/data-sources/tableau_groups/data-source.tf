data "tableau_groups" "local" {
  domain = "local"
}

output "groups" {
  value = sort([for group in data.tableau_groups.local.groups : group.name])
}
