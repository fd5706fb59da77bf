data "tableau_jobs" "waiting" {
  status   = "Pending"
  job_type = "refresh_extracts"
}

# terraform apply -invoke=action.tableau_cancel_job.first_waiting
action "tableau_cancel_job" "first_waiting" {
  config {
    job_id = keys(data.tableau_jobs.waiting.jobs)[0]
  }
}
