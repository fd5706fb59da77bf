package permissions_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestPermissions_refuseWhatCannotBe(t *testing.T) {
	t.Parallel()
	some := acctest.Object{"group:Analysts": allow("Read")}
	defaults := func(attributes acctest.Object) acctest.Object { return with(attributes, "rules", some) }
	for name, test := range map[string]struct {
		noun   string
		config acctest.Object
		says   []string
	}{
		"no grantee": {permissions, onSales(acctest.Object{"Finance": allow("Read")}), []string{
			`ElementKeyString("Finance")`, `"Finance" does not name a grantee: write group:NAME, user:NAME or group_set:NAME`,
		}},
		"no capability": {permissions, onSales(acctest.Object{"group:Analysts": acctest.Object{}}), []string{
			`ElementKeyString("group:Analysts")`, `Leave the grantee out instead: who is not named in rules has none`,
		}},
		"ruled and ignored": {permissions, with(onSales(some), "ignore_grantees", []any{"group:Analysts"}), []string{
			`ElementKeyString("group:Analysts")`, `rules has "group:Analysts", and ignore_grantees has "group:Analysts"`,
		}},
		"ruled and ignored by another form": {permissions, with(onSales(some), "ignore_grantees", []any{"group:ANALYSTS"}), []string{
			`ElementKeyString("group:Analysts")`, `rules has "group:Analysts", and ignore_grantees has "group:ANALYSTS"`,
		}},
		"named twice": {permissions, onSales(acctest.Object{"user:ann": allow("Read"), "user:" + estateAnn: allow("Write")}), []string{
			`ElementKeyString("user:ann")`, "Grantee named twice", `are the same user (` + estateAnn + `)`,
		}},
		"ignored is no grantee": {permissions, with(onSales(some), "ignore_grantees", []any{"Auditors"}), []string{
			`AttributeName("ignore_grantees")`, `"Auditors" does not name a grantee`,
		}},
		"ignored is null": {permissions, with(onSales(some), "ignore_grantees", []any{nil}), []string{
			`AttributeName("ignore_grantees")`, `Null in place of a value: A member of ignore_grantees is null. Leave it out or give it a value.`,
		}},
		"ignored is null in defaults": {
			defaultPermissions, defaults(acctest.Object{"content_type": "workbook", "project_id": estateFinance, "ignore_grantees": []any{nil}}),
			[]string{`A member of ignore_grantees is null.`},
		},
		"ignored is ambiguous": {permissions, with(onSales(some), "ignore_grantees", []any{"group:Sales"}), []string{
			`AttributeName("ignore_grantees")`, "Ambiguous grantee", `several groups "Sales"`,
		}},
		"unknown grantee": {permissions, onSales(acctest.Object{"group_set:Nobody": allow("Read")}), []string{
			`ElementKeyString("group_set:Nobody")`, `no group set "Nobody"`, `Check the spelling.`, `write the LUID`,
		}},
		"capability of another type":     {permissions, onSales(acctest.Object{"group:Analysts": allow("Execute")}), []string{`ElementKeyString("Execute")`}},
		"mode that is none":              {permissions, onSales(acctest.Object{"group:Analysts": inMode("allow", []string{"Read"})}), []string{`ElementKeyString("Read")`}},
		"content type that is none":      {permissions, with(onSales(some), "content_type", "data_role"), []string{`AttributeName("content_type")`, `"workbook"`}},
		"id that is none":                {permissions, with(onSales(some), "content_id", "Sales"), []string{`AttributeName("content_id")`, "must be a LUID in lower case"}},
		"item that is not there":         {permissions, with(onSales(some), "content_id", estateGone), []string{`AttributeName("content_id"): There is no such workbook`, estateGone}},
		"other thing to do when deleted": {permissions, with(onSales(some), "on_destroy", "delete"), []string{`AttributeName("on_destroy")`}},
		"no holder":                      {defaultPermissions, defaults(acctest.Object{"content_type": "workbook"}), []string{"project_id", "database_id"}},
		"two holders": {
			defaultPermissions, defaults(acctest.Object{"content_type": "table", "project_id": estateFinance, "database_id": estateWarehouse}),
			[]string{"project_id", "database_id"},
		},
		"flows of a database": {
			defaultPermissions, defaults(acctest.Object{"content_type": "flow", "database_id": estateWarehouse}),
			[]string{`AttributeName("content_type")`, `A database gives default permissions to its tables and to nothing else`},
		},
		"views of a project":      {defaultPermissions, defaults(acctest.Object{"content_type": "view", "project_id": estateFinance}), []string{`AttributeName("content_type")`}},
		"project that is none":    {defaultPermissions, defaults(acctest.Object{"content_type": "flow", "project_id": estateGone}), []string{`AttributeName("project_id"): There is no such project`}},
		"defaults of locked ones": {defaultPermissions, defaults(acctest.Object{"content_type": "table", "database_id": estateClosed}), []string{`AttributeName("database_id")`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", mockserver.Behaviour{}) // its token has one session
			fails(t, site.Instance(test.noun, nil).Plan(t, test.config), test.says...)
			if sent := writes(site); len(sent) > 0 {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

func TestPermissions_waitForWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	for name, config := range map[string]acctest.Object{
		"item":         with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "content_id", acctest.Unknown),
		"rules":        with(onSales(nil), "rules", acctest.Unknown),
		"capabilities": onSales(acctest.Object{"group:Analysts": acctest.Unknown}),
		"mode":         onSales(acctest.Object{"group:Analysts": acctest.Object{"Read": acctest.Unknown}}),
		"ignored":      with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "ignore_grantees", []any{acctest.Unknown}),
		"content type": with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "content_type", acctest.Unknown),
	} {
		change := plans(t, site.Instance(permissions, nil), config, acctest.Create)
		if len(change.Diagnostics) > 0 {
			t.Errorf("unknown %s: %s", name, texts(change.Diagnostics))
		}
	}
	for _, config := range []acctest.Object{
		{"project_id": acctest.Unknown, "content_type": "workbook", "rules": acctest.Object{}},
		{"project_id": estateFinance, "content_type": acctest.Unknown, "rules": acctest.Object{}},
		{"database_id": estateWarehouse, "content_type": acctest.Unknown, "rules": acctest.Object{}},
	} {
		plans(t, site.Instance(defaultPermissions, nil), config, acctest.Create)
	}
}

func TestPermissions_importSaysHowIdsAreWritten(t *testing.T) {
	t.Parallel()
	p := siteOf(t, "", mockserver.Behaviour{}).Protocol(t.Context(), t, nil)
	for noun, ids := range map[string][]string{
		permissions: {"", "workbook", estateSales, "workbook/Sales", "data_role/" + estateSales, "workbook/" + estateSales + "/x"},
		defaultPermissions: {
			"", estateFinance, "workbook/" + estateFinance, "Finance/workbook", estateFinance + "/view", "database/" + estateWarehouse + "/workbook",
			"database/" + estateWarehouse,
		},
	} {
		for _, id := range ids {
			request := &tfprotov6.ImportResourceStateRequest{TypeName: noun, ID: id}
			if id == "" {
				request.Identity = encodeIdentity(t, p, noun, map[string]string{"content_type": "view", "content_id": "Sales"})
			}
			response, err := p.ImportResourceState(t.Context(), request)
			if err != nil {
				t.Fatal(err)
			}
			quoted, want := cmp.Or(id, "view/Sales"), "Write CONTENT_TYPE/LUID, such as workbook/"
			if noun == defaultPermissions {
				quoted, want = cmp.Or(id, "/view"), "Write PROJECT-LUID/CONTENT_TYPE, such as "
			}
			says(t, response.Diagnostics, "ERROR", fmt.Sprintf("%q does not name", quoted), want)
		}
	}
}

func TestPermissions_thatCannotBeReadStayInState(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]mockserver.Fault{
		"forbidden": {Code: "403004"}, "session": {Code: "401002"}, "page": {HTML: true}, "site": {Code: "404000"}, "wrong way": {Code: "404003"},
		"another's not found": {Code: "404004"}, "half": {Truncate: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", mockserver.Behaviour{})
			one, rules := site.Instance(permissions, nil), acctest.Object{"group:Analysts": allow("Read")}
			applies(t, one, onSales(rules), acctest.Create)
			fault.Route = "GET /sites/{site}/workbooks/{workbook}/permissions"
			setFault(t, site, fault)
			if said := texts(one.Refresh(t)); strings.Count(said, "ERROR") != 1 || !strings.Contains(said, "Cannot read permissions of workbook "+estateSales) {
				t.Errorf("got %s", said)
			}
			stateHas(t, one, rules)
		})
	}
}

func TestPermissions_refusedWritesNameTheAttribute(t *testing.T) {
	t.Parallel()
	for code, at := range map[string]string{
		"400009": `AttributeName("rules"): `, "404013": `AttributeName("rules"): `, "404002": `AttributeName("rules"): `, "404012": `AttributeName("rules"): `,
		"404006": `AttributeName("content_id"): `, "403039": `AttributeName("content_id"): `, "403004": "ERROR Cannot ",
	} {
		site := siteOf(t, "", mockserver.Behaviour{})
		one := site.Instance(permissions, nil)
		setFault(t, site, mockserver.Fault{Route: "POST /sites/{site}/workbooks/{workbook}/permissions", Code: code})
		fails(t, one.Apply(t, onSales(acctest.Object{"user:ann": allow("Read")})), at, code, "The rules are as they were. The next apply tries again.")
		if one.State(t) != nil {
			t.Errorf("%s leaves %v in state although nothing was made", code, one.State(t))
		}
	}
}

// Tableau may accept a rule and drop it.
func TestPermissions_thatAreNotKeptAreNamed(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	one := site.Instance(permissions, nil)
	setFault(t, site, mockserver.Fault{
		Route: "POST /sites/{site}/workbooks/{workbook}/permissions", Status: 200, Body: `<tsResponse xmlns="http://tableau.com/api"><permissions/></tsResponse>`,
	})
	fails(t, one.Apply(t, onSales(acctest.Object{"user:ann": allow("Write"), "group:Analysts": deny("Read")})), `AttributeName("rules"): Tableau kept other rules`,
		`Read of "group:Analysts": Deny was asked for, Allow is there`)
}
