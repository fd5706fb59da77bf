# The id is the type of the content and its LUID.
terraform import tableau_permissions.sales workbook/7e766949-7166-4b3d-90ba-784f7575743b
