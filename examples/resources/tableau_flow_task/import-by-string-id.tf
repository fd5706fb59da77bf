import {
  to = tableau_flow_task.prep
  id = "4d49655a-0f3a-45cc-ba61-b108a763e83a"
}
