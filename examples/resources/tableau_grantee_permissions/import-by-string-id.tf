import {
  to = tableau_grantee_permissions.finance_on_prep
  id = "flow/dd3cd2e7-2ede-49c6-945f-e7b2a2f25541/group:Finance"
}
