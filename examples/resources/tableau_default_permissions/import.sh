# The id is the project's LUID and the type of the content; for the tables of a database it is database/LUID/table.
terraform import tableau_default_permissions.finance_flows 1f2e3d4c-5b6a-4789-8c0d-1e2f3a4b5c6d/flow
