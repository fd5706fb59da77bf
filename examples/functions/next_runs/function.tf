# The next three runs after New Year's Day:
# ["2027-01-03T18:30:00+01:00", "2027-01-06T18:30:00+01:00", "2027-01-10T18:30:00+01:00"]
output "next_three" {
  value = provider::tableau::next_runs(
    { weekly = { start = "18:30", week_days = ["Sunday", "Wednesday"] } },
    "2027-01-01T00:00:00Z",
    3,
    "Europe/Berlin",
  )
}
