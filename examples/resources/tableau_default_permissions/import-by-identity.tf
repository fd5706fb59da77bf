import {
  to = tableau_default_permissions.finance_flows
  identity = {
    project_id   = "1f2e3d4c-5b6a-4789-8c0d-1e2f3a4b5c6d"
    content_type = "flow"
  }
}
