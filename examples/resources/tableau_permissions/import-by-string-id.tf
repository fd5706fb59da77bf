import {
  to = tableau_permissions.sales
  id = "workbook/7e766949-7166-4b3d-90ba-784f7575743b"
}
