# Schedules for extract refreshes that run nothing at the moment.
data "tableau_schedules" "suspended" {
  type  = "Extract"
  state = "Suspended"
}

output "suspended" {
  value = [for schedule in data.tableau_schedules.suspended.schedules : schedule.name]
}
