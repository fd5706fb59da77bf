# Half past six in the evening, on Sundays and Wednesdays.
resource "tableau_schedule" "from_cron" {
  name      = "Sunday and Wednesday evenings"
  type      = "Subscription"
  frequency = provider::tableau::frequency_from_cron("30 18 * * SUN,WED")
}
