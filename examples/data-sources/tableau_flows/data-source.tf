data "tableau_flows" "changed_lately" {
  updated_after = "2026-01-01T00:00:00Z"
}

output "changed_lately" {
  value = [for flow in data.tableau_flows.changed_lately.flows : flow.name]
}
