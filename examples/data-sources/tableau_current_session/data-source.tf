data "tableau_current_session" "this" {}

output "signed_in" {
  value = "user ${data.tableau_current_session.this.user_id} on site ${data.tableau_current_session.this.site_id}"
}
