package chaos_test

import (
	"fmt"
	"strings"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

var weekDays = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

func anys[T any](list []T) []any {
	all := make([]any, len(list))
	for i, one := range list {
		all[i] = one
	}
	return all
}

// timeOfDay is one on a five-minute mark from one hour to before another, written in either way.
func (g *generator) timeOfDay(from, to int) string {
	return fmt.Sprintf("%02d:%02d", from+g.IntN(to-from), 5*g.IntN(12)) + pick(g, "", ":00")
}

// serverFrequency is one that Server takes.
func (g *generator) serverFrequency() acctest.Object {
	switch g.IntN(4) {
	case 0:
		hourly := acctest.Object{"start": g.timeOfDay(6, 18), "end": g.timeOfDay(0, 24)} // perhaps of the next day
		if g.chance(50) {
			hourly["every_minutes"] = pick(g, 15, 30)
		} else {
			hourly["every_hours"] = pick(g, 1, 2, 4)
		}
		return acctest.Object{"hourly": hourly}
	case 1:
		return acctest.Object{"daily": acctest.Object{"start": g.timeOfDay(0, 24)}}
	case 2:
		return acctest.Object{"weekly": acctest.Object{"start": g.timeOfDay(0, 24), "week_days": anys(some(g, weekDays))}}
	}
	return acctest.Object{"monthly": acctest.Object{"start": g.timeOfDay(0, 24), "month_days": []any{pick(g, "1", "15", "28", "LastDay")}}}
}

// cloudFrequency is one that Cloud takes.
func (g *generator) cloudFrequency() acctest.Object {
	minute := fmt.Sprintf(":%02d", 5*g.IntN(12))
	switch g.IntN(6) {
	case 0:
		return acctest.Object{"hourly": acctest.Object{
			"start": "06" + minute, "end": "20" + minute, "every_hours": 1, "week_days": anys(some(g, weekDays)),
		}}
	case 1:
		return acctest.Object{"daily": acctest.Object{"start": g.timeOfDay(0, 24)}}
	case 2:
		return acctest.Object{"daily": acctest.Object{
			"start": "04" + minute, "end": "20" + minute, "every_hours": pick(g, 2, 4, 8), "week_days": anys(some(g, weekDays)),
		}}
	case 3:
		start, day := g.timeOfDay(0, 24), pick(g, weekDays...)
		if day == "Monday" && strings.HasPrefix(start, "06:00") {
			day = "Tuesday" // What others have runs on Mondays then, and would be in the way.
		}
		return acctest.Object{"weekly": acctest.Object{"start": start, "week_days": []any{day}}}
	case 4:
		return acctest.Object{"monthly": acctest.Object{"start": g.timeOfDay(0, 24), "month_days": anys(some(g, []string{"1", "9", "15", "28"}))}}
	}
	return acctest.Object{"monthly": acctest.Object{
		"start": g.timeOfDay(0, 24), "occurrence": pick(g, "First", "Third"), "week_day": pick(g, weekDays...),
	}}
}

func (g *generator) schedule() acctest.Object {
	g.names["schedule"]++
	config := acctest.Object{
		"name": fmt.Sprintf("Schedule %d", g.names["schedule"]), "type": pick(g, scheduleTypes...), "frequency": g.serverFrequency(),
	}
	if g.chance(50) {
		config["priority"] = 1 + g.IntN(100)
	}
	if g.chance(30) {
		config["state"] = "Suspended"
	}
	if g.chance(30) {
		config["execution_order"] = "Serial"
	}
	return config
}

// alterSchedule changes some of what an update can.
func (g *generator) alterSchedule(before acctest.Object) acctest.Object {
	after := g.schedule()
	after["type"] = before["type"]
	for _, name := range []string{"name", "frequency", "priority", "state", "execution_order"} {
		if g.chance(50) {
			after[name] = before[name]
		}
	}
	return after
}

func (g *generator) replaceSchedule(before acctest.Object) acctest.Object {
	after := g.alterSchedule(before)
	for after["type"] == before["type"] {
		after["type"] = pick(g, scheduleTypes...)
	}
	return after
}

// timed is when a task or subscription runs: on a schedule of this type that is
// managed or another's, or at a frequency.
func (g *generator) timed(scheduleType string) (attribute string, value any) {
	if g.cloud {
		return "frequency", g.cloudFrequency()
	}
	schedules := []any{plantedSchedule(scheduleType)}
	for _, schedule := range g.schedules {
		if schedule.Config["type"] == scheduleType {
			schedules = append(schedules, acctest.Reference{Address: schedule.Address(), Attribute: "id"})
		}
	}
	return "schedule_id", pick(g, schedules...)
}
