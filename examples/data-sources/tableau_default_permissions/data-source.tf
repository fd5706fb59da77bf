data "tableau_project" "finance" {
  path = "Finance"
}

data "tableau_default_permissions" "flows" {
  project_id   = data.tableau_project.finance.id
  content_type = "flow"
}

# What the project gives everybody on new flows: ["Read: Allow"]
output "on_new_flows" {
  value = [for capability, mode in data.tableau_default_permissions.flows.rules["group:All Users"] : "${capability}: ${mode}"]
}
