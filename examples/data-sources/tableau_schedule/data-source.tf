data "tableau_schedule" "nightly" {
  name = "Nightly"
}

output "nightly" {
  value = "${provider::tableau::describe_frequency(data.tableau_schedule.nightly.frequency)}, next at ${coalesce(data.tableau_schedule.nightly.next_run_at, "no known time")}"
}
