import {
  to = tableau_permissions.sales
  identity = {
    content_type = "workbook"
    content_id   = "7e766949-7166-4b3d-90ba-784f7575743b"
  }
}
