# The id is the schedule's LUID.
terraform import tableau_schedule.early 4d652179-36bf-47e4-a9dc-e069227c72d0
