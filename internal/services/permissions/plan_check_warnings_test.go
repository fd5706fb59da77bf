package permissions

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestCheckPlan_warnsOfViewsWhoseWorkbookShowsTabs(t *testing.T) {
	t.Parallel()
	mock, client := start(t, site(), asAdministrator)
	for _, view := range []struct{ id, name string }{{tabOneID, "First"}, {tabTwoID, "Second"}, {tabOneID, "First"}} {
		wanted := tableau.Rules{group(financeID): {"Read": "Allow"}}
		got := checked(t, client, plan(t, client, tableau.RulesOf{ContentType: "view", ID: view.id}, wanted, nil))
		expect(t, got, `warning at content_id: The workbook's permissions hold for view `+view.id+`: View "`+view.name+`" (`+view.id+`) is shown as one of the tabs of `+
			`workbook "Tabbed" (22222222-0000-4000-8000-000000000003), and then the permissions of the workbook hold for all of its views: `+
			`these have no effect, and Tableau may refuse them. Hide the tabs in Tableau, or manage the permissions of the workbook instead.`)
	}
	requests := mock.Requests().ByRoute
	if views, workbooks := requests["GET /sites/{site}/views/{view}"], requests["GET /sites/{site}/workbooks/{workbook}"]; views != 2 || workbooks != 1 {
		t.Errorf("%d views and %d workbooks were read, want 2 and 1", views, workbooks)
	}
}

// lostRight is the warning for ann, who is a Creator and one of the Stewards.
func lostRight(at, right, item string) string {
	return `warning at ` + at + `: The right to set the permissions of ` + item + ` goes: This takes ` + right + ` from user "ann" (aaaaaaaa-0000-4000-8000-000000000001), ` +
		`the user whom this provider acts as. Unless they lead a project around it, they can then neither change the permissions of ` + item +
		` nor undo this. Keep an Allow of ` + right + ` for them or for one of their groups, or sign in as the owner or an administrator.`
}

func TestCheckPlan_warnsWhereTheCallersLastRightGoes(t *testing.T) {
	t.Parallel()
	const sales = `workbook "Sales" (22222222-0000-4000-8000-000000000001)`
	may := map[string]string{"ChangePermissions": "Allow"}
	reads := map[string]string{"Read": "Allow"}
	barred := map[string]string{"ChangePermissions": "Deny"}
	for name, test := range map[string]struct {
		now, wanted tableau.Rules
		owner       string
		forms       forms
		want        []string
	}{
		"own rule goes": {
			now: tableau.Rules{user(annID): may}, wanted: tableau.Rules{}, want: []string{lostRight("rules", "ChangePermissions", sales)},
		},
		"own rule is turned": {
			now: tableau.Rules{user(annID): may}, wanted: tableau.Rules{user(annID): barred}, forms: forms{user(annID): "user:ann"},
			want: []string{lostRight(`rules["user:ann"]`, "ChangePermissions", sales)},
		},
		"the group's rule goes": {
			now: tableau.Rules{group(stewardsID): may}, wanted: tableau.Rules{group(stewardsID): reads}, want: []string{lostRight("rules", "ChangePermissions", sales)},
		},
		"a deny for the user goes before the group's allow": {
			now: tableau.Rules{group(stewardsID): may}, wanted: tableau.Rules{group(stewardsID): may, user(annID): barred},
			want: []string{lostRight("rules", "ChangePermissions", sales)},
		},
		"the group is denied in place": {
			now: tableau.Rules{group(stewardsID): may}, wanted: tableau.Rules{group(stewardsID): barred}, want: []string{lostRight("rules", "ChangePermissions", sales)},
		},
		"every group set's rule goes": {
			now: tableau.Rules{groupSet(partnersID): may}, wanted: tableau.Rules{}, want: []string{lostRight("rules", "ChangePermissions", sales)},
		},
		"the group's rule takes the place of the own one": {
			now: tableau.Rules{user(annID): may}, wanted: tableau.Rules{group(stewardsID): may},
		},
		"the own rule stays": {
			now: tableau.Rules{user(annID): may, group(stewardsID): may}, wanted: tableau.Rules{user(annID): may, group(stewardsID): barred},
		},
		"another group's rule goes": {
			now: tableau.Rules{group(financeID): may}, wanted: tableau.Rules{},
		},
		"another user's rule goes": {
			now: tableau.Rules{user(vicID): may}, wanted: tableau.Rules{},
		},
		"it never was hers": {
			now: tableau.Rules{user(annID): barred, user(vicID): may}, wanted: tableau.Rules{},
		},
		"the owner needs no rule": {
			now: tableau.Rules{user(annID): may}, wanted: tableau.Rules{}, owner: annID,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, client := start(t, site(), asAnn)
			got := checked(t, client, planned{
				of: workbook(salesID), at: path.Root("rules"), item: path.Root("content_id"), forms: test.forms,
				now: tableau.RuleSet{Rules: test.now, Name: "Sales", OwnerID: test.owner}, wanted: test.wanted,
			})
			expect(t, got, test.want...)
		})
	}
}

func TestCheckPlan_warnsWhereTheCallerLeadsAProjectNoMore(t *testing.T) {
	t.Parallel()
	_, client := start(t, site(), asAnn)
	leads := tableau.Rules{user(annID): {"ProjectLeader": "Allow", "Read": "Allow"}}
	p := planned{
		of: tableau.RulesOf{ContentType: "project", ID: openID}, at: path.Root("rules"), item: path.Root("content_id"),
		now: tableau.RuleSet{Rules: leads, Name: "Open"}, wanted: tableau.Rules{user(annID): {"Read": "Allow"}},
	}
	expect(t, checked(t, client, p), lostRight("rules", "ProjectLeader", `project "Open" (11111111-0000-4000-8000-000000000001)`))

	p.now.Inherited = tableau.Rules{group(stewardsID): {"InheritedProjectLeader": "Allow"}}
	expect(t, checked(t, client, p))
}

func TestCheckPlan_administratorsKeepTheRightToSetPermissions(t *testing.T) {
	t.Parallel()
	mock, client := start(t, site(), asAdministrator)
	who, err := client.SignedIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	of := workbook(salesID)
	expect(t, checked(t, client, planned{
		of: of, now: tableau.RuleSet{Rules: tableau.Rules{user(who.ID): {"ChangePermissions": "Allow"}}}, wanted: tableau.Rules{},
	}))
	before := mock.Requests().Total
	expect(t, checked(t, client, planned{
		of: of, now: tableau.RuleSet{Rules: tableau.Rules{user(vicID): {"Read": "Allow"}}}, wanted: tableau.Rules{},
	}))
	if after := mock.Requests().Total; after != before {
		t.Errorf("a plan that takes no right away made %d requests, want none", after-before)
	}
}

func TestMayHold_whereGroupsAreNotKnownAnyAllowMayBeTheUsers(t *testing.T) {
	t.Parallel()
	who := tableau.SignedIn{ID: annID}
	const right = tableau.ChangePermissions
	for _, test := range []struct {
		rules tableau.Rules
		want  bool
	}{
		{tableau.Rules{group(financeID): {right: "Allow"}}, true},
		{tableau.Rules{group(financeID): {right: "Allow"}, group(stewardsID): {right: "Deny"}}, true},
		{tableau.Rules{group(financeID): {right: "Allow"}, user(annID): {right: "Deny"}}, false},
		{tableau.Rules{group(financeID): {"Read": "Allow"}, user(vicID): {right: "Allow"}}, false},
		{tableau.Rules{}, false},
	} {
		if got := mayHold(test.rules, right, who); got != test.want {
			t.Errorf("%v: got %t, want %t", test.rules, got, test.want)
		}
	}
}

func TestCheckPlan_warnsOfCapabilitiesBeyondTheSiteRole(t *testing.T) {
	t.Parallel()
	mock, client := start(t, site(), asAdministrator)
	known := forms{}
	for _, form := range []string{"user:ann", "user:explora", "user:former", "user:vic", "group:Finance"} {
		grantee, err := identify(t.Context(), client, form)
		if err != nil {
			t.Fatal(err)
		}
		known[grantee] = form
	}
	all := map[string]string{
		"Read": "Allow", "ExportImage": "Allow", "ExportXml": "Allow", "WebAuthoring": "Allow", "Write": "Allow", "ShareView": "Deny",
	}
	wanted := tableau.Rules{user(annID): all, user(exploraID): all, user(formerID): all, user(vicID): all, group(financeID): all}
	p := plan(t, client, workbook(salesID), wanted, known)
	before := mock.Requests().Total
	expect(t, checked(t, client, p),
		`warning at rules["user:explora"]: Capability beyond the site role of user:explora: The site role of "user:explora" is Explorer, which does not include Write. `+
			`Tableau keeps the rule, but it has no effect until the site role is raised.`,
		`warning at rules["user:former"]: user:former has no license: The site role of "user:former" is Unlicensed: they cannot sign in, `+
			`and what is allowed to them has no effect until they get a license.`,
		`warning at rules["user:vic"]: Capability beyond the site role of user:vic: The site role of "user:vic" is Viewer, which does not include `+
			`ExportXml, WebAuthoring and Write. Tableau keeps these rules, but they have no effect until the site role is raised.`)

	// What is there already was warned of before.
	p.now.Rules = maps.Clone(wanted)
	p.now.Rules[user(vicID)] = map[string]string{"Write": "Allow", "WebAuthoring": "Deny", "ExportXml": "Allow"}
	expect(t, checked(t, client, p),
		`warning at rules["user:vic"]: Capability beyond the site role of user:vic: The site role of "user:vic" is Viewer, which does not include WebAuthoring. `+
			`Tableau keeps the rule, but it has no effect until the site role is raised.`)
	if after := mock.Requests().Total; after != before {
		t.Errorf("the check made %d requests, want none", after-before)
	}
}

func TestCheckPlan_warnsAtTheCapabilitiesOfOneGrantee(t *testing.T) {
	t.Parallel()
	_, client := start(t, site(), asAdministrator)
	vic, err := identify(t.Context(), client, "user:vic")
	if err != nil {
		t.Fatal(err)
	}
	p := plan(t, client, workbook(salesID), tableau.Rules{vic: {"Write": "Allow"}}, forms{vic: "user:vic"})
	p.at, p.oneGrantee = path.Root("capabilities"), true
	expect(t, checked(t, client, p),
		`warning at capabilities: Capability beyond the site role of user:vic: The site role of "user:vic" is Viewer, which does not include Write. `+
			`Tableau keeps the rule, but it has no effect until the site role is raised.`)
}
