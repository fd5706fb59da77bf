data "tableau_user" "ann" {
  name = "ann@example.com" # on Server the user name, on Cloud the e-mail address
}

output "ann" {
  value = data.tableau_user.ann.full_name
}
