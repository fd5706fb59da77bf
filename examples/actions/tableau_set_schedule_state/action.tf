data "tableau_schedules" "extracts" {
  type  = "Extract"
  state = "Active"
}

# Before maintenance: terraform apply -invoke=action.tableau_set_schedule_state.suspend_extracts
action "tableau_set_schedule_state" "suspend_extracts" {
  config {
    schedule_ids = keys(data.tableau_schedules.extracts.schedules)
    state        = "Suspended"
  }
}
