data "tableau_jobs" "failed_refreshes" {
  status        = "Failed"
  job_type      = "refresh_extracts"
  created_after = "2026-03-01T00:00:00Z"
}

output "failed" {
  value = [for job in data.tableau_jobs.failed_refreshes.jobs : job.title]
}
