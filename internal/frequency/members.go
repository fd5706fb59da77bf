package frequency

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// member is one of the four ways to say a frequency, and leaf one attribute of
// a member. The schemas, the object type and the reading of values all come
// from this one table.
type member struct {
	name        string
	description string
	leaves      []leaf
}

type leaf struct {
	name        string
	kind        kind
	required    bool
	description string
}

type kind int

const (
	text kind = iota
	timeOfDay
	number
	names
)

// Names of the members and their attributes, as users write them.
const (
	hourlyName  = "hourly"
	dailyName   = "daily"
	weeklyName  = "weekly"
	monthlyName = "monthly"

	startName        = "start"
	endName          = "end"
	everyMinutesName = "every_minutes"
	everyHoursName   = "every_hours"
	weekDaysName     = "week_days"
	monthDaysName    = "month_days"
	occurrenceName   = "occurrence"
	weekDayName      = "week_day"
)

const (
	timeForm = "`HH:MM` or `HH:MM:SS`, in the time zone of the server (on Tableau Cloud, of the site), " +
		"on a 5-minute mark with seconds `00`. `18:30` and `18:30:00` are the same."
	weekDayNames = "`Sunday`, `Monday`, `Tuesday`, `Wednesday`, `Thursday`, `Friday`, `Saturday`"
)

var members = []member{
	{
		name: hourlyName,
		description: "Runs repeatedly in a window of the day. " +
			"Tableau Server: every 15, 30 or 60 minutes, or every 1, 2, 4, 6, 8 or 12 hours. " +
			"Tableau Cloud: every hour only, with `end` a whole number of hours after `start`; for longer steps use `daily` with `every_hours`.",
		leaves: []leaf{
			{startName, timeOfDay, true, "Time of the first run of a day: " + timeForm},
			{endName, timeOfDay, true, "End of the window; a run that falls on it still takes place. " +
				"On Tableau Server an end that is not after `start` is in the next day: from `22:00` to `06:00` is a night, from `00:00` to `00:00` the whole day. " +
				"Not every server need accept that. " +
				"On Tableau Cloud it is on the same day, a whole number of hours after `start`. " + timeForm},
			{everyMinutesName, number, false, "Minutes between two runs. Exactly one of `every_minutes` and `every_hours` is needed. " +
				"Tableau Server: `15`, `30` or `60`. Tableau Cloud: `60`."},
			{everyHoursName, number, false, "Hours between two runs. Exactly one of `every_minutes` and `every_hours` is needed. " +
				"Tableau Server: `1`, `2`, `4`, `6`, `8` or `12`. Tableau Cloud: `1`."},
			{weekDaysName, names, false, "Days of the week to run on: " + weekDayNames + ". Default: every day. " +
				"Tableau Server before 2023.3.5 does not tell the week days of an hourly schedule, so a change of them made elsewhere is not noticed there."},
		},
	},
	{
		name: dailyName,
		description: "Runs once a day or, with `every_hours`, several times a day. " +
			"Repetition and `week_days` need Tableau Cloud or a newer Tableau Server; an older server ignores them and runs once every day.",
		leaves: []leaf{
			{startName, timeOfDay, true, "Time of the only or first run of a day: " + timeForm},
			{endName, timeOfDay, false, "End of the window; a run that falls on it still takes place. Needed when `every_hours` is below 24, " +
				"and then a whole number of hours after `start`, on Tableau Server also in the next day; otherwise left out. " + timeForm},
			{everyHoursName, number, false, "Hours between two runs: `2`, `4`, `6`, `8`, `12` or `24`. Default: `24`, which is once a day."},
			{weekDaysName, names, false, "Days of the week to run on: " + weekDayNames + ". Default: every day."},
		},
	},
	{
		name: weeklyName,
		description: "Runs once on each of the given days of the week. " +
			"Tableau Server: one to seven days. Tableau Cloud: exactly one day; for several use `daily` with `week_days`.",
		leaves: []leaf{
			{startName, timeOfDay, true, "Time of the run: " + timeForm},
			{weekDaysName, names, true, "Days of the week to run on: " + weekDayNames + ". " +
				"Tableau Server: one to seven. Tableau Cloud: exactly one."},
		},
	},
	{
		name: monthlyName,
		description: "Runs once on the given days of every month: either `month_days`, or `occurrence` with `week_day`. " +
			"Tableau Server: exactly one month day. Schedules with several days or with an occurrence can be made only in its " +
			"web interface; they can be imported and kept, but not written.",
		leaves: []leaf{
			{startName, timeOfDay, true, "Time of the run: " + timeForm},
			{monthDaysName, names, false, "Days of the month: `1` to `31`, or `LastDay`. A month that lacks the day has no run. " +
				"Tableau Server: exactly one. Tableau Cloud: one or more numbers, or `LastDay` alone. " +
				"`Customized Monthly` is what Tableau Server shows for days that its API cannot say; it can be kept, but not written."},
			{occurrenceName, text, false, "Which `week_day` of the month: `First`, `Second`, `Third`, `Fourth`, `Fifth` or `LastDay` (the last one). " +
				"A month without a fifth one has no run. Needs `week_day`. Tableau Cloud only."},
			{weekDayName, text, false, "The day of the week that `occurrence` speaks of: " + weekDayNames + ". Needs `occurrence`. Tableau Cloud only."},
		},
	},
}

var memberTypes = func() map[string]fixedType {
	all := map[string]fixedType{}
	for _, m := range members {
		leaves := map[string]attr.Type{}
		for _, l := range m.leaves {
			leaves[l.name] = l.kind.attrType()
		}
		all[m.name] = newFixedType(types.ObjectType{AttrTypes: leaves})
	}
	return all
}()

var attrTypes = func() map[string]attr.Type {
	all := map[string]attr.Type{}
	for name, t := range memberTypes {
		all[name] = t
	}
	return all
}()

func (k kind) attrType() attr.Type {
	switch k {
	case number:
		return types.Int64Type
	case names:
		return types.SetType{ElemType: types.StringType}
	default:
		return types.StringType
	}
}

var objectType = newFixedType(types.ObjectType{AttrTypes: attrTypes})

// AttrTypes are the attribute types of the frequency object.
func AttrTypes() map[string]attr.Type {
	return maps.Clone(attrTypes)
}

// ObjectType is the type of the frequency object.
func ObjectType() types.ObjectType {
	return types.ObjectType{AttrTypes: AttrTypes()}
}
