data "tableau_job" "refresh" {
  id = "7b6b59a8-ac3c-4d1d-8e9e-0b5b4ba8a7b6"
}

output "refresh_ended" {
  value = "${data.tableau_job.refresh.status}: ${data.tableau_job.refresh.notes}"
}
