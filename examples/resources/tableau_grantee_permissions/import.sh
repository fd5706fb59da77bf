# The id is the type of the content, its LUID and the grantee, by name or LUID. Names with blanks need quotes.
terraform import tableau_grantee_permissions.finance_on_prep flow/dd3cd2e7-2ede-49c6-945f-e7b2a2f25541/group:Finance
