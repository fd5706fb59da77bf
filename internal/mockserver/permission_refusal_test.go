package mockserver_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const bookRules = vaultSite + "/workbooks/" + vaultBookID + "/permissions"

func TestPermissions_refuseAMalformedMessage(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{})
	block := can("user", annInVaultID, "Read Allow")
	for name, body := range map[string]string{
		"no body":                "",
		"no permissions":         "<tsRequest/>",
		"no grantees":            permissionsBody(),
		"the item alone":         permissionsBody(`<workbook id="` + vaultBookID + `"/>`),
		"no capabilities":        permissionsBody(`<granteeCapabilities><user id="` + annInVaultID + `"/></granteeCapabilities>`),
		"empty capabilities":     permissionsBody(can("user", annInVaultID)),
		"no grantee":             permissionsBody(`<granteeCapabilities><capabilities><capability name="Read" mode="Allow"/></capabilities></granteeCapabilities>`),
		"a grantee without id":   permissionsBody(can("user", "", "Read Allow")),
		"two grantees":           permissionsBody(strings.Replace(block, "<user", `<group id="`+analystsID+`"/><user`, 1)),
		"two, one without an id": permissionsBody(strings.Replace(block, "<user", `<group/><user`, 1)),
		"the grantee comes last": permissionsBody(`<granteeCapabilities><capabilities><capability name="Read" mode="Allow"/></capabilities><user id="` +
			annInVaultID + `"/></granteeCapabilities>`),
		"the item comes last":    permissionsBody(block, `<workbook id="`+vaultBookID+`"/>`),
		"the item without id":    permissionsBody(`<workbook name="Book"/>`, block),
		"two items":              permissionsBody(`<datasource id="`+vaultSourceID+`"/><workbook id="`+vaultBookID+`"/>`, block),
		"a grantee by name":      permissionsBody(strings.Replace(block, "id=", "name=", 1)),
		"another type's element": permissionsBody(`<datasource id="`+vaultSourceID+`"/>`, block),
		"another item":           permissionsBody(`<workbook id="`+noSuchID+`"/>`, block),
		"the parent it is shown": permissionsBody(`<parent type="Project" id="`+vaultID+`"/>`, block),
	} {
		for _, method := range []string{"PUT", "POST"} {
			if got := c.api(method, bookRules, body); got.status != 400 || got.code() != "400000" {
				t.Errorf("%s, %s: answered %d %s", method, name, got.status, got.body)
			}
		}
	}
	wantStatus(t, c.api("PUT", bookRules, permissionsBody(`<workbook id="`+vaultBookID+`" name="Other"/>`, block)), 200)

	project := vaultSite + "/projects/" + vaultID
	wantRefusal(t, c.api("PUT", project+"/permissions", permissionsBody(`<project id="`+noSuchID+`"/>`, block)), 404, "404009")
	wantRefusal(t, c.api("PUT", project+"/permissions", permissionsBody(`<workbook id="`+vaultBookID+`"/>`, block)), 400, "400000")
	wantRefusal(t, c.api("PUT", project+"/permissions", permissionsBody(`<project/>`, block)), 404, "404009")
	defaults := project + "/default-permissions/workbooks"
	wantRefusal(t, c.api("PUT", defaults, permissionsBody(`<workbook id="`+vaultBookID+`"/>`, block)), 400, "400042")
	wantRefusal(t, c.api("PUT", defaults, permissionsBody(`<project id="`+noSuchID+`"/>`, block)), 404, "404009")
	wantRefusal(t, c.api("PUT", vaultSite+"/databases/"+vaultBaseID+"/default-permissions/tables", permissionsBody(`<table id="`+vaultTableID+`"/>`, block)),
		400, "400042")
}

func TestPermissions_refuseWhatIsNotThere(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{})
	for segment, code := range map[string]string{
		"projects": "404005", "workbooks": "404006", "views": "404011", "datasources": "404004", "flows": "404027", "databases": "404031",
		"tables": "404032", "virtualConnections": "404055", "collections": "404056",
	} {
		at := vaultSite + "/" + segment + "/" + noSuchID + "/permissions"
		wantRefusal(t, c.api("GET", at, ""), 404, code)
		wantRefusal(t, c.api("PUT", at, permissionsBody(can("user", annInVaultID, "Read Allow"))), 404, code)
		wantRefusal(t, c.api("DELETE", at+"/users/"+annInVaultID+"/Read/Allow", ""), 404, code)
	}
	wantRefusal(t, c.api("GET", vaultSite+"/projects/"+noSuchID+"/default-permissions/workbooks", ""), 404, "404005")
	wantRefusal(t, c.api("GET", "/sites/"+noSuchID+"/workbooks/"+vaultBookID+"/permissions", ""), 404, "404000")
	for to, code := range map[string]string{"user": "404002", "group": "404012", "groupSet": "404012"} {
		wantRefusal(t, c.api("PUT", bookRules, permissionsBody(can(to, noSuchID, "Read Allow"))), 404, code)
		wantRefusal(t, c.api("DELETE", bookRules+"/"+to+"s/"+noSuchID+"/Read/Allow", ""), 404, code)
	}
}

func TestPermissions_refuseCapabilitiesByTheirCode(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{})
	for _, one := range []struct {
		item, capability string
		status           int
		code             string
	}{
		{"workbook", "Fly Allow", 404, "404013"},
		{"workbook", "read Allow", 404, "404013"},
		{"workbook", "Read allow", 404, "404013"},
		{"workbook", "Read Unspecified", 404, "404013"},
		{"workbook", "SaveAs Allow", 400, "400009"},
		{"workbook", "ProjectLeader Allow", 400, "400009"},
		{"workbook", "CreateRefreshMetrics Allow", 400, "400009"},
		{"project", "Filter Allow", 400, "400009"},
		{"project", "ProjectLeader Deny", 400, "400009"},
		{"project", "InheritedProjectLeader Allow", 400, "400009"},
		{"view", "SaveAs Allow", 400, "400009"},
		{"datasource", "WebAuthoring Allow", 400, "400009"},
		{"flow", "Connect Allow", 400, "400009"},
		{"database", "Delete Allow", 400, "400009"},
		{"table", "Delete Allow", 400, "400009"},
		{"virtual_connection", "Execute Allow", 400, "400009"},
		{"collection", "InheritedProjectLeader Allow", 400, "400009"},
		{"collection", "Fly Allow", 404, "404013"},
	} {
		at := vaultSite + vaultItems[one.item].path + "/permissions"
		if got := c.api("PUT", at, permissionsBody(can("user", annInVaultID, one.capability))); got.status != one.status || got.code() != one.code {
			t.Errorf("adding %s to a %s: answered %d %s", one.capability, one.item, got.status, got.body)
		}
		got := c.api("DELETE", at+"/users/"+annInVaultID+"/"+strings.Replace(one.capability, " ", "/", 1), "")
		if got.status != one.status || got.code() != one.code {
			t.Errorf("deleting %s of a %s: answered %d %s", one.capability, one.item, got.status, got.body)
		}
	}
	defaults := vaultSite + "/projects/" + vaultID + "/default-permissions/datasources"
	wantRefusal(t, c.api("PUT", defaults, permissionsBody(can("user", annInVaultID, "Filter Allow"))), 400, "400009")
	wantRefusal(t, c.api("PUT", defaults, permissionsBody(can("user", annInVaultID, "ProjectLeader Allow"))), 400, "400009")
}

// allOf writes the capabilities with a mode.
func allOf(mode string, names ...string) []string {
	for i := range names {
		names[i] += " " + mode
	}
	return names
}

func TestPermissions_takeTheCapabilitiesOfTheirContentType(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{})
	for item, names := range map[string][]string{
		"project": {"Read", "Write", "ProjectLeader", "AiAccess"},
		"workbook": {
			"Read", "Write", "Filter", "ViewComments", "AddComment", "ExportImage", "ExportData", "ShareView", "ViewUnderlyingData", "WebAuthoring",
			"RunExplainData", "ExportXml", "ExtractRefresh", "Connect", "VizqlDataApiAccess", "AiAccess", "ChangeHierarchy", "Delete", "ChangePermissions",
		},
		"view": {
			"Read", "Write", "Filter", "ViewComments", "AddComment", "ExportImage", "ExportData", "ShareView", "ViewUnderlyingData", "WebAuthoring",
			"RunExplainData", "ExportXml", "AiAccess", "ChangeHierarchy", "Delete", "ChangePermissions",
		},
		"datasource": {
			"Read", "Write", "ExportXml", "ExtractRefresh", "Connect", "SaveAs", "VizqlDataApiAccess", "PulseMetricDefine", "AiAccess", "ChangeHierarchy",
			"Delete", "ChangePermissions",
		},
		"flow":               {"Read", "Write", "ExportXml", "Execute", "WebAuthoringForFlows", "ChangeHierarchy", "Delete", "ChangePermissions"},
		"database":           {"Read", "Write", "ChangeHierarchy", "ChangePermissions"},
		"table":              {"Read", "Write", "ChangeHierarchy", "ChangePermissions"},
		"virtual_connection": {"Read", "Write", "Connect", "Overwrite", "ChangeHierarchy", "Delete", "ChangePermissions"},
		"collection":         {"Read", "SaveAs", "ProjectLeader", "Execute"},
	} {
		answered := c.api("PUT", vaultSite+vaultItems[item].path+"/permissions", permissionsBody(can("group", analystsID, allOf("Allow", names...)...)))
		if answered.status != 200 {
			t.Errorf("%s: answered %d %s", item, answered.status, answered.body)
		}
	}
}

func TestPermissions_capabilitiesComeAndGoWithVersions(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{})
	source := vaultSite + "/datasources/" + vaultSourceID + "/permissions"
	refresh := permissionsBody(can("user", annInVaultID, "ExtractRefresh Allow"))
	wantRefusal(t, c.send("PUT", "/api/3.24"+source, refresh), 404, "404013")
	wantStatus(t, c.send("PUT", "/api/3.25"+source, refresh), 200)
	access := permissionsBody(can("user", annInVaultID, "VizqlDataApiAccess Allow"))
	wantRefusal(t, c.send("PUT", "/api/3.23"+source, access), 404, "404013")
	wantStatus(t, c.send("PUT", "/api/3.24"+source, access), 200)

	o := vaultOptions(t, mockserver.ProductServer, mockserver.Behaviour{})
	o.APIVersion = "3.21"
	o.Seed.Permissions, o.Seed.GroupSets, o.Seed.VirtualConnections = nil, nil, nil
	_, c = start(t, o)
	wantStatus(t, c.send("PUT", "/api/3.21"+bookRules, permissionsBody(can("user", annInVaultID, "CreateRefreshMetrics Allow"))), 200)
}

func TestPermissions_deletingWhatIsNotAssigned(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{})
	wantStatus(t, c.api("PUT", bookRules, permissionsBody(can("user", annInVaultID, "Read Allow"))), 200)
	wantRefusal(t, c.api("DELETE", bookRules+"/users/"+annInVaultID+"/Read/Deny", ""), 404, "404014")
	wantRefusal(t, c.api("DELETE", bookRules+"/users/"+eveInVaultID+"/Read/Allow", ""), 404, "404014")
	wantRefusal(t, c.api("DELETE", bookRules+"/groups/"+annInVaultID+"/Read/Allow", ""), 404, "404012")
	wantStatus(t, c.api("DELETE", bookRules+"/users/"+annInVaultID+"/Read/Allow", ""), 204)
	wantRefusal(t, c.api("DELETE", bookRules+"/users/"+annInVaultID+"/Read/Allow", ""), 404, "404014")
	wantRefusal(t, c.api("DELETE", vaultSite+"/flows/"+vaultFlowID+"/permissions/users/"+annInVaultID+"/Read/Allow", ""), 404, "404013")
}

func TestPermissions_thatCannotBeSetAnyMoreCanBeDeleted(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	server.SetRules(mockserver.RuleSet{ContentType: "workbook", ID: vaultBookID}, mockserver.Rules{"user:ann": {"CreateRefreshMetrics": "Allow"}})
	server.SetRules(mockserver.RuleSet{ContentType: "project", ID: vaultID}, mockserver.Rules{"user:ann": {"ProjectLeader": "Deny"}})
	if got := c.api("GET", bookRules, "").body; !strings.Contains(got, `name="CreateRefreshMetrics"`) {
		t.Errorf("the permissions are %s", got)
	}
	wantStatus(t, c.api("DELETE", bookRules+"/users/"+annInVaultID+"/CreateRefreshMetrics/Allow", ""), 204)
	wantStatus(t, c.api("DELETE", vaultSite+"/projects/"+vaultID+"/permissions/users/"+annInVaultID+"/ProjectLeader/Deny", ""), 204)
}

func TestPermissions_onlyOfAssetsThatAPublishedDatasourceDrawsOn(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	server.UpdateDatabase(vaultBaseID, func(d *mockserver.Database) { d.NoPublishedDatasource = true })
	server.UpdateTable(vaultTableID, func(t *mockserver.Table) { t.NoPublishedDatasource = true })
	read := permissionsBody(can("user", annInVaultID, "Read Allow"))
	wantRefusal(t, c.api("PUT", vaultSite+"/databases/"+vaultBaseID+"/permissions", read), 400, "400120")
	wantRefusal(t, c.api("PUT", vaultSite+"/tables/"+vaultTableID+"/permissions", read), 400, "400120")
	wantStatus(t, c.api("PUT", vaultSite+"/databases/"+vaultBaseID+"/default-permissions/tables", read), 200)
}

func TestPermissions_aPutOfTheOtherMode(t *testing.T) {
	t.Parallel()
	put := permissionsBody(can("group", analystsID, "Read Allow", "Write Deny", "Filter Allow"))
	for choice, want := range map[string]string{
		"":       can("group", analystsID, "Write Allow"),
		"ignore": can("group", analystsID, "Write Allow", "Read Allow", "Filter Allow"),
		"flip":   can("group", analystsID, "Write Deny", "Read Allow", "Filter Allow"),
	} {
		server, c := startVault(t, mockserver.Behaviour{OtherModePut: choice})
		server.Grant(mockserver.RuleSet{ContentType: "workbook", ID: "Book"}, "group:Analysts", "Write", "Allow")
		answered := c.api("PUT", bookRules, put)
		if choice == "" {
			wantRefusal(t, answered, 400, "400009")
		} else {
			wantStatus(t, answered, 200)
		}
		if got := c.api("GET", bookRules, "").inner(t); !strings.HasSuffix(got, "</workbook>"+want+"</permissions>") {
			t.Errorf("%q: the rules are %s, want %s", choice, got, want)
		}
	}
}

func TestPermissions_aRefusedPutMayHaveAddedWhatStoodBefore(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{PartialPut: true})
	server.Grant(mockserver.RuleSet{ContentType: "workbook", ID: vaultBookID}, "group:Analysts", "Write", "Allow")
	wantRefusal(t, c.api("PUT", bookRules, permissionsBody(can("group", analystsID, "Read Allow", "Write Deny", "Filter Allow"))), 400, "400009")
	if got := c.api("GET", bookRules, "").inner(t); !strings.HasSuffix(got, "</workbook>"+can("group", analystsID, "Write Allow", "Read Allow")+"</permissions>") {
		t.Errorf("the rules are %s", got)
	}
}

func TestPermissions_aPutMayShowWhatWasSentAlone(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{PutShowsSentRules: true})
	server.Grant(mockserver.RuleSet{ContentType: "workbook", ID: vaultBookID}, "group:Analysts", "Write", "Allow")
	got := c.api("PUT", bookRules, permissionsBody(can("user", annInVaultID, "Read Allow"))).inner(t)
	if !strings.HasSuffix(got, "</workbook>"+can("user", annInVaultID, "Read Allow")+"</permissions>") {
		t.Errorf("the answer is %s", got)
	}
}

func TestPermissions_mayBeScattered(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{ScatteredRules: true, ContentByIDAlone: true})
	put := permissionsBody(can("user", annInVaultID, "Read Allow", "Filter Deny"), can("group", analystsID, "Read Allow"))
	wantStatus(t, c.api("PUT", bookRules, put), 200)
	first, second, third := can("user", annInVaultID, "Read Allow"), can("user", annInVaultID, "Filter Deny"), can("group", analystsID, "Read Allow")
	for _, want := range []string{first + second + third, third + second + first} {
		wantInner(t, c.api("GET", bookRules, ""), `<permissions><workbook id="`+vaultBookID+`"/>`+want+`</permissions>`)
	}
}

func TestPermissions_replacedByNone(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{ReplaceMayClear: true})
	server.Grant(mockserver.RuleSet{ContentType: "workbook", ID: vaultBookID}, "group:Analysts", "Write", "Allow")
	wantRefusal(t, c.api("POST", bookRules, "<tsRequest/>"), 400, "400000")
	wantRefusal(t, c.api("PUT", bookRules, permissionsBody()), 400, "400000")
	wantStatus(t, c.api("POST", bookRules, permissionsBody()), 200)
	if got := server.Rules(mockserver.RuleSet{ContentType: "workbook", ID: vaultBookID}); len(got) != 0 {
		t.Errorf("the rules are %v", got)
	}
}

func TestPermissions_ofTheOwnerMayNotBeKept(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{DropsOwnerRules: true})
	wantStatus(t, c.api("PUT", bookRules, permissionsBody(can("user", annInVaultID, "Read Allow"), can("user", eveInVaultID, "Read Allow"))), 200)
	wantRules(t, server, mockserver.RuleSet{ContentType: "workbook", ID: vaultBookID}, mockserver.Rules{"user:eve": {"Read": "Allow"}})
}
