# The id is the task's LUID.
terraform import tableau_extract_refresh_task.sales 9f8e7d6c-5b4a-3f2e-1d0c-9b8a7f6e5d4c
