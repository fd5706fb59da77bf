# "On the last day of every month at 06:00"
output "in_words" {
  value = provider::tableau::describe_frequency({ monthly = { start = "06:00", month_days = ["LastDay"] } })
}
