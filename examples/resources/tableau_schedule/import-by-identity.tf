import {
  to = tableau_schedule.early
  identity = {
    id = "4d652179-36bf-47e4-a9dc-e069227c72d0"
  }
}
