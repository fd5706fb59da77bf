import {
  to = tableau_grantee_permissions.finance_on_prep
  identity = {
    content_type = "flow"
    content_id   = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25541"
    grantee      = "group:1b2c3d4e-5f60-4718-92a3-b4c5d6e7f809"
  }
}
