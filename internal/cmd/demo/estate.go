package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// estate is what the demo applies to one of the products, and what it says of it.
type estate struct {
	product mockserver.Product
	folder  string // below the example's
	site    string // its content URL

	begin       struct{ title, text string }
	plan, apply string

	meddling string
	meddle   func(*mockserver.Server) error
}

func estateOf(product string) (estate, error) {
	switch mockserver.Product(product) {
	case mockserver.ProductServer:
		return onServer(), nil
	case mockserver.ProductCloud:
		return onCloud(), nil
	}
	return estate{}, fmt.Errorf("there is no Tableau called %q: -product is server or cloud", product)
}

// configuration are the files that are applied. What stands in the example's own
// folder beside Server's main.tf and actions.tf is for both products.
func (of estate) configuration(example string) []string {
	return []string{
		filepath.Join(example, of.folder, "main.tf"), filepath.Join(example, of.folder, "actions.tf"),
		filepath.Join(example, "permissions.tf"),
	}
}

func onServer() estate {
	of := estate{
		product: mockserver.ProductServer,
		plan: "Three schedules are to be made, and on them two extract refreshes, a flow run and a subscription; and it is said who may do what.\n" +
			"What is published is looked up by name. What is on the server already is not Terraform's business, rules apart:\n" +
			"a warning names those that are there and will go.",
		apply: "Everything is made, tasks after the schedules that they run on.",
		meddling: "A colleague signs in to Tableau, moves the early schedule to 09:00 on Mondays only,\n" +
			"puts the orders on another schedule, suspends the month-end mail, lets analysts overwrite the sales workbook,\n" +
			"and denies Ann the orders. The auditors, who look after themselves, get more rights: that is not in the plan.",
		meddle: meddleOnServer,
	}
	of.begin.title, of.begin.text = "A Tableau Server", "A mock Tableau Server listens on this machine, with workbooks, a data source, a flow and two schedules that somebody made there."
	return of
}

func onCloud() estate {
	of := estate{
		product: mockserver.ProductCloud, folder: "cloud", site: "demo",
		plan: "Cloud has no schedules: two extract refreshes, a flow run and a subscription are to be made, each with a frequency of its own;\n" +
			"and it is said who may do what. What is published is looked up by name.",
		apply: "Everything is made.",
		meddling: "A colleague signs in to Tableau, moves the sales extract to Fridays, deletes the refresh of the orders,\n" +
			"suspends the month-end mail, lets analysts overwrite the sales workbook, and denies Ann the orders.\n" +
			"The auditors, who look after themselves, get more rights: that is not in the plan.",
		meddle: meddleOnCloud,
	}
	of.begin.title, of.begin.text = "A site of Tableau Cloud", "A mock Tableau Cloud listens on this machine, with workbooks, a data source and a flow on its site."
	return of
}

var errGone = errors.New("what the demo made is not there any more")

// meddleOnServer is what a colleague does in Tableau's web interface.
func meddleOnServer(tableau *mockserver.Server) error {
	early, _ := tableau.ScheduleByName("Weekday early mornings")
	other, _ := tableau.ScheduleByName("First and fifteenth")
	orders, _ := tableau.DatasourceByName("Orders")
	moved := tableau.UpdateSchedule(early.ID, func(s *mockserver.Schedule) {
		s.Start, s.Intervals = "09:00:00", []mockserver.Interval{{WeekDay: "Monday"}}
	})
	put := false
	for _, task := range tableau.ExtractTasks() {
		if task.Datasource == orders.ID {
			put = tableau.UpdateExtractTask(task.ID, func(t *mockserver.ExtractTask) { t.Schedule = other.ID })
		}
	}
	if !moved || !put {
		return errGone
	}
	return errors.Join(suspendMail(tableau), meddleWithRules(tableau))
}

func meddleOnCloud(tableau *mockserver.Server) error {
	moved, deleted := false, false
	orders, _ := tableau.DatasourceByName("Orders")
	for _, task := range tableau.ExtractTasks() {
		if task.Datasource == orders.ID {
			deleted = tableau.DeleteExtractTask(task.ID)
		} else {
			moved = tableau.UpdateExtractTask(task.ID, func(t *mockserver.ExtractTask) { t.Intervals = []mockserver.Interval{{WeekDay: "Friday"}} })
		}
	}
	if !moved || !deleted {
		return errGone
	}
	return errors.Join(suspendMail(tableau), meddleWithRules(tableau))
}

func suspendMail(tableau *mockserver.Server) error {
	for _, subscription := range tableau.Subscriptions() {
		if tableau.UpdateSubscription(subscription.ID, func(s *mockserver.Subscription) { s.Suspended = true }) {
			return nil
		}
	}
	return errGone
}

// meddleWithRules grants and denies as somebody would on Tableau's own pages.
func meddleWithRules(tableau *mockserver.Server) error {
	orders, found := tableau.DatasourceByName("Orders")
	ann, known := tableau.UserByName("ann")
	if !known {
		ann, known = tableau.UserByName("ann@example.com")
	}
	sales, published := tableau.WorkbookByName("Sales") // the older of the two, in Finance/Quarterly
	if !found || !known || !published {
		return errGone
	}
	onSales := mockserver.RuleSet{ContentType: "workbook", ID: sales.ID}
	tableau.Grant(onSales, "group:Analysts", "Write", "Allow")
	tableau.Grant(onSales, "group:Auditors", "ExportData", "Allow")
	tableau.Grant(mockserver.RuleSet{ContentType: "datasource", ID: orders.ID}, "user:"+ann.Name, "Connect", "Deny")
	return nil
}
