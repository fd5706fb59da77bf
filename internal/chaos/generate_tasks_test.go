package chaos_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// tries bound the look for something that is free.
const tries = 8

// extractTask refreshes what no other task refreshes on the same schedule, nor at
// any frequency.
func (g *generator) extractTask() acctest.Object {
	for range tries {
		target, id := "workbook_id", luid(ofWorkbook, 1+g.IntN(workbooks))
		if g.chance(50) {
			target, id = "datasource_id", luid(ofDatasource, 1+g.IntN(datasources))
		}
		when, value := g.timed("Extract")
		if !g.free(g.place("refresh of "+id, value)) {
			continue
		}
		config := acctest.Object{target: id, when: value}
		if g.cloud && g.chance(40) {
			config["type"] = pick(g, "FullRefresh", "IncrementalRefresh")
		}
		return config
	}
	return nil
}

// place names what a task does when. On Cloud tasks of one content differ in how
// often they run.
func (g *generator) place(what string, when any) string {
	if frequency, ok := when.(acctest.Object); ok {
		when = slices.Collect(maps.Keys(frequency))
	}
	return fmt.Sprint(what, " ", when)
}

// moved gives a task of Cloud another frequency, if one is free.
func (g *generator) moved(what string, config acctest.Object) acctest.Object {
	for range tries {
		frequency := g.cloudFrequency()
		if place := g.place(what, frequency); place == g.place(what, config["frequency"]) || g.free(place) {
			config["frequency"] = frequency
			break
		}
	}
	return config
}

func (g *generator) alterExtractTask(config acctest.Object) acctest.Object {
	if !g.cloud {
		return nil
	}
	if g.chance(70) {
		return g.moved(fmt.Sprint("refresh of ", cmp.Or(config["workbook_id"], config["datasource_id"])), config)
	}
	config["type"] = pick(g, "FullRefresh", "IncrementalRefresh")
	return config
}

func (g *generator) replaceExtractTask(acctest.Object) acctest.Object { return g.extractTask() }

func (g *generator) flowTask() acctest.Object {
	for range tries {
		n := 1 + g.IntN(flows)
		when, value := g.timed("Flow")
		if !g.free(g.place("run of "+luid(ofFlow, n), value)) {
			continue
		}
		config := acctest.Object{"flow_id": luid(ofFlow, n), when: value}
		if g.chance(40) {
			config["parameters"] = acctest.Object{pick(g, "Region", luid(ofParameter, n)): pick(g, "South", "West & East")}
		}
		if g.cloud && g.chance(40) {
			config["output_steps"] = []any{"Output"}
		}
		return config
	}
	return nil
}

// replaceFlowTask changes the schedule, the frequency or the flow.
func (g *generator) replaceFlowTask(before acctest.Object) acctest.Object {
	if g.cloud && g.chance(50) {
		return g.moved(fmt.Sprint("run of ", before["flow_id"]), before)
	}
	return g.flowTask()
}

func (g *generator) subscription() acctest.Object {
	when, value := g.timed("Subscription")
	config := acctest.Object{
		"subject": g.subject(), "user_id": luid(ofUser, 1+g.IntN(users)),
		"content": pick(g,
			acctest.Object{"type": "Workbook", "id": luid(ofWorkbook, 1+g.IntN(workbooks))},
			acctest.Object{"type": "View", "id": luid(ofView, 1+g.IntN(workbooks)), "send_if_view_empty": g.chance(50)}),
		when: value,
	}
	maps.Copy(config, g.mail())
	return config
}

// subject is mostly one of its own, sometimes that of others' subscriptions. No
// two of one configuration are the same: nobody could tell which is which.
func (g *generator) subject() string {
	if g.chance(20) && g.free("subject of others") {
		return "Weekly figures"
	}
	g.names["subject"]++
	return fmt.Sprintf("Figures <%d> & more", g.names["subject"])
}

// mail is what a subscription may leave to its defaults.
func (g *generator) mail() acctest.Object {
	config := acctest.Object{}
	for _, one := range []struct {
		attribute string
		value     any
	}{
		{"message", fmt.Sprintf("Message %d", g.IntN(1000))},
		{"attach_pdf", g.chance(50)},
		{"suspended", g.chance(50)},
		{"page_orientation", pick(g, "Portrait", "Landscape")},
		{"page_size_option", pick(g, "A4", "Letter")},
	} {
		if g.chance(30) {
			config[one.attribute] = one.value
		}
	}
	return config
}

func (g *generator) alterSubscription(config acctest.Object) acctest.Object {
	if g.chance(50) {
		config["subject"] = g.subject()
	}
	if g.chance(50) {
		when, value := g.timed("Subscription")
		config[when] = value
	}
	maps.Copy(config, g.mail())
	return config
}

func (g *generator) replaceSubscription(before acctest.Object) acctest.Object {
	after := g.subscription()
	for after["user_id"] == before["user_id"] {
		after["user_id"] = luid(ofUser, 1+g.IntN(users))
	}
	return after
}
