data "tableau_jobs" "waiting" {
  status   = "Pending"
  job_type = "refresh_extracts"
}

# terraform plan shows which id is whose.
output "waiting" {
  value = { for id, job in data.tableau_jobs.waiting.jobs : id => job.title }
}

variable "job_id" {
  description = "The job to cancel."
  type        = string
  default     = null
}

# terraform apply -invoke=action.tableau_cancel_job.chosen -var=job_id=5f1d4c1e-8b0a-4a57-9a3c-2c6f3f0d9b11
action "tableau_cancel_job" "chosen" {
  config {
    job_id = var.job_id
  }
}
