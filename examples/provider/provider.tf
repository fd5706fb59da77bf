terraform {
  required_providers {
    tableau = {
      source = "tableau-as-code/tableau"
    }
  }
}

variable "tableau_token_secret" {
  description = "Secret of the personal access token."
  type        = string
  sensitive   = true
  ephemeral   = true # keeps it out of plan files; leave it out before Terraform 1.10
}

provider "tableau" {
  server_url = "https://tableau.example.com"
  site       = "finance"

  personal_access_token_name   = "terraform"
  personal_access_token_secret = var.tableau_token_secret
}
