data "tableau_schedule" "nightly" {
  name = "Nightly"
}

output "nightly" {
  value = "${provider::tableau::describe_frequency(data.tableau_schedule.nightly.frequency)}, next at ${data.tableau_schedule.nightly.next_run_at}"
}
