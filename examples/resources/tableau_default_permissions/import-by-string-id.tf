import {
  to = tableau_default_permissions.finance_flows
  id = "1f2e3d4c-5b6a-4789-8c0d-1e2f3a4b5c6d/flow"
}
