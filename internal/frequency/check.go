package frequency

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// Check tells what of f the product does not accept in a create or an update,
// one error for each mistake, with what it would accept. at is the path of the
// frequency attribute. It is for a frequency that is new or changed: one that
// was imported may be impossible to write and still be kept. While the product
// is not known nothing is refused.
//
// Source: REST API reference, Create Server Schedule, Update Server Schedule
// and Create Cloud Flow Task.
func Check(f Frequency, product tableau.Product, at path.Path) diag.Diagnostics {
	c := checker{}
	switch product {
	case tableau.Server:
		c.product = "Tableau Server"
	case tableau.Cloud:
		c.product, c.cloud = "Tableau Cloud", true
	default:
		return nil
	}
	switch {
	case f.Hourly != nil:
		c.hourly(f.Hourly, at.AtName(hourlyName))
	case f.Daily != nil:
		c.daily(f.Daily, at.AtName(dailyName))
	case f.Weekly != nil:
		c.weekly(f.Weekly, at.AtName(weeklyName))
	case f.Monthly != nil:
		c.monthly(f.Monthly, at.AtName(monthlyName))
	default:
		c.refuse(at, "There is no frequency to write. Set exactly one of hourly, daily, weekly and monthly.")
	}
	return c.diags
}

// Writable reports whether the product accepts f in a create or an update. One
// that it does not accept is left out of an update that changes other things.
func Writable(f Frequency, product tableau.Product) bool {
	return !Check(f, product, path.Empty()).HasError()
}

type checker struct {
	product string
	cloud   bool
	diags   diag.Diagnostics
}

func (c *checker) refuse(at path.Path, format string, args ...any) {
	c.diags.AddAttributeError(at, c.product+" does not accept this frequency", located(at, format, args...))
}

func (c *checker) hourly(h *Hourly, at path.Path) {
	minutesAt, hoursAt := at.AtName(everyMinutesName), at.AtName(everyHoursName)
	switch {
	case h.EveryHours == 24:
		c.refuse(hoursAt, "An hourly frequency cannot run every 24 hours. Write daily = { start = %q } for once a day.", h.Start)
	case c.cloud && h.EveryMinutes != 0 && h.EveryMinutes != 60:
		c.refuse(minutesAt, "Tableau Cloud runs an hourly frequency once an hour: write every_minutes = 60 or every_hours = 1.")
	case c.cloud && h.EveryMinutes == 0 && h.EveryHours != 1:
		c.refuse(hoursAt, "Tableau Cloud runs an hourly frequency once an hour: write every_hours = 1, "+
			"or daily with start, end and every_hours (2, 4, 6, 8 or 12) for longer steps.")
	case h.EveryMinutes != 0 && !slices.Contains(everyMinutesValues, h.EveryMinutes):
		c.refuse(minutesAt, "Tableau Server runs an hourly frequency every %s minutes, not every %d.", joinOr(everyMinutesValues), h.EveryMinutes)
	case h.EveryMinutes == 0 && !slices.Contains(hourlyHours, h.EveryHours):
		c.refuse(hoursAt, "Tableau Server runs an hourly frequency every %s hours, not every %d.", joinOr(hourlyHours), h.EveryHours)
	}
	c.window(h.Start, h.End, at, c.cloud)
}

func (c *checker) daily(d *Daily, at path.Path) {
	repeats := dailyHours[:len(dailyHours)-1] // 24 is once a day
	endAt, hoursAt := at.AtName(endName), at.AtName(everyHoursName)
	switch {
	case d.oncePerDay():
		c.onMark(d.Start, at.AtName(startName))
		if d.End != nil && *d.End != d.Start {
			c.refuse(endAt, "A daily frequency without every_hours, or with every_hours = 24, runs once a day. "+
				"Leave end out, or set every_hours to %s.", joinOr(repeats))
		}
		return
	case d.EveryHours == 1:
		c.refuse(hoursAt, "A daily frequency cannot run every hour. Write hourly with start, end and every_hours = 1.")
	case !slices.Contains(repeats, d.EveryHours):
		c.refuse(hoursAt, "A daily frequency runs every %s hours, not every %d.", joinOr(dailyHours), d.EveryHours)
	}
	if d.End == nil {
		c.onMark(d.Start, at.AtName(startName))
		c.refuse(endAt, "A daily frequency that runs every %d hours needs an end, a whole number of hours after its start at %s.",
			d.EveryHours, d.Start)
		return
	}
	c.window(d.Start, *d.End, at, true)
}

func (c *checker) weekly(w *Weekly, at path.Path) {
	c.onMark(w.Start, at.AtName(startName))
	switch days := sorted(w.WeekDays); {
	case len(days) == 0:
		c.refuse(at.AtName(weekDaysName), "A weekly frequency needs at least one day of the week.")
	case c.cloud && len(days) > 1:
		c.refuse(at.AtName(weekDaysName), "Tableau Cloud runs a weekly frequency on one day, not on %s. "+
			"Write daily with the same start and week_days for several days.", joinAnd(days))
	}
}

func (c *checker) monthly(m *Monthly, at path.Path) {
	const webOnly = "Tableau Server accepts exactly one month day, from 1 to 31 or LastDay. %s can be made only in its web interface, " +
		"and kept by importing the schedule and leaving its frequency as it is."
	c.onMark(m.Start, at.AtName(startName))
	daysAt := at.AtName(monthDaysName)
	unsayable := slices.IndexFunc(m.MonthDays, func(d string) bool {
		_, ok := monthDayNumber(d)
		return !ok && d != LastDay
	})
	switch {
	case m.Occurrence != "" && !c.cloud:
		c.refuse(at.AtName(occurrenceName), webOnly, "One week day of the month")
	case m.Occurrence != "" && !slices.Contains(occurrences, m.Occurrence):
		c.refuse(at.AtName(occurrenceName), "Tableau Cloud knows the occurrences %s, not %q.", joinAnd(occurrences), m.Occurrence)
	case m.Occurrence != "":
	case len(m.MonthDays) == 0:
		c.refuse(daysAt, "A monthly frequency needs a day of the month.")
	case unsayable >= 0 && m.MonthDays[unsayable] == shownLast:
		c.refuse(daysAt, "Write LastDay for the last day of the month. %q is what Tableau shows of some frequencies that were set in its web interface: "+
			"they can be kept by importing and leaving the frequency as it is, not written.", shownLast)
	case unsayable >= 0 && c.cloud:
		c.refuse(daysAt, "%q stands for days that Tableau shows but does not accept. Write numbers from 1 to 31, or LastDay alone.",
			m.MonthDays[unsayable])
	case unsayable >= 0:
		c.refuse(daysAt, webOnly, fmt.Sprintf("%q", m.MonthDays[unsayable]))
	case len(m.MonthDays) > 1 && !c.cloud:
		c.refuse(daysAt, webOnly, "Several days")
	case len(m.MonthDays) > 1 && slices.Contains(m.MonthDays, LastDay):
		c.refuse(daysAt, "Tableau Cloud accepts LastDay only alone. Write numbers from 1 to 31, or LastDay and nothing else.")
	}
}

// window wants times on marks and, with wholeHours, on the same minute. An end
// that is not after the start is in the next day, which Cloud is documented not
// to take, and of which nothing is said for Server, which has shown it.
func (c *checker) window(start, end TimeOfDay, at path.Path, wholeHours bool) {
	startOnMark := c.onMark(start, at.AtName(startName))
	endAt := at.AtName(endName)
	switch {
	case c.cloud && end <= start:
		c.refuse(endAt, "The window ends at %s, which is not after its start at %s. Write an end later on the same day.", end, start)
	case c.onMark(end, endAt) && startOnMark && wholeHours && (end-start)%hour != 0:
		c.refuse(endAt, "The window from %s to %s is not a whole number of hours. Write an end on the same minute as the start, "+
			"an hour or more later.", start, end)
	}
}

// onMark wants a whole multiple of five minutes. Servers take those, although
// an error text of theirs speaks of quarters of an hour.
func (c *checker) onMark(t TimeOfDay, at path.Path) bool {
	if t%(5*minute) == 0 {
		return true
	}
	c.refuse(at, "%s is not on a 5-minute mark. Write a time such as %s.", t, t-t%(5*minute))
	return false
}
