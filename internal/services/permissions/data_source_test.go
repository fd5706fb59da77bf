package permissions_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestPermissionsDataSource_showsItemsOfEveryType(t *testing.T) {
	t.Parallel()
	p := estateSite(t).Protocol(t.Context(), t, nil)
	names := map[string]string{
		"project": "Finance", "workbook": "Sales", "datasource": "Orders", "view": "Overview", "flow": "Prep",
		"database": "Warehouse", "table": "Lines", "virtual_connection": "Bridge", "collection": "Favourites",
	}
	for contentType, id := range estateItems {
		got, diagnostics := readData(t, p, "tableau_permissions", acctest.Object{"content_type": contentType, "content_id": id})
		acctest.FailOn(t, diagnostics)
		if got["name"] != names[contentType] {
			t.Errorf("%s: the name is %v, want %s", contentType, got["name"], names[contentType])
		}
		rules := got["rules"].(acctest.Object)
		if analysts, found := rules["group:Analysts"].(acctest.Object); len(rules) != 1 || !found || analysts["Read"] != "Allow" {
			t.Errorf("%s: got %v", contentType, rules)
		}
		if got["locked_by_project_id"] != nil || len(got["inherited_rules"].(acctest.Object)) != 0 {
			t.Errorf("%s: got %v", contentType, got)
		}
	}
}

func TestPermissionsDataSource_writesGranteesAsTheResourceDoes(t *testing.T) {
	t.Parallel()
	site := estateSite(t)
	sales := mockserver.RuleSet{ContentType: "workbook", ID: estateSales}
	site.Mock.SetRules(sales, mockserver.Rules{
		"user:ann": {"Read": "Allow", "Write": "Deny"}, "group_set:Partners": {"Read": "Allow"}, "group:" + estateCorpSales: {"Filter": "Allow"},
		"user:" + estateGone: {"Read": "Allow"}, "group:" + estateGone: {"BrandNew": "Allow"},
	})
	config := acctest.Object{"content_type": "workbook", "content_id": estateSales}
	expectData(t, site.Protocol(t.Context(), t, nil), "tableau_permissions", config, acctest.Object{
		"name": "Sales", "owner_id": estateAnn, "inherited_rules": acctest.Object{},
		"rules": acctest.Object{
			"user:ann": acctest.Object{"Read": "Allow", "Write": "Deny"}, "group_set:Partners": acctest.Object{"Read": "Allow"},
			`group:corp\Sales`: acctest.Object{"Filter": "Allow"}, "user:" + estateGone: acctest.Object{"Read": "Allow"}, "group:" + estateGone: acctest.Object{"BrandNew": "Allow"},
		},
	})
	// Ann owns the workbook, and may see no names.
	rules := acctest.Object{
		"user:" + estateAnn: acctest.Object{"Read": "Allow", "Write": "Deny"}, "group_set:" + estatePartners: acctest.Object{"Read": "Allow"},
		"group:" + estateCorpSales: acctest.Object{"Filter": "Allow"}, "user:" + estateGone: acctest.Object{"Read": "Allow"}, "group:" + estateGone: acctest.Object{"BrandNew": "Allow"},
	}
	expectData(t, site.Protocol(t.Context(), t, asAnn), "tableau_permissions", config, acctest.Object{
		"name": "Sales", "owner_id": estateAnn, "inherited_rules": acctest.Object{}, "rules": rules,
	})
}

// TestPermissionsDataSource_writesNoNameThatWouldMeanAnotherGrantee: what looks like a LUID is read as one.
func TestPermissionsDataSource_writesNoNameThatWouldMeanAnotherGrantee(t *testing.T) {
	t.Parallel()
	seed := estate()
	seed.Groups = append(seed.Groups, mockserver.Group{ID: "e0000000-0000-4000-8000-0000000000aa", Name: estateEveryone})
	site := acctest.NewMock(t, mockserver.Options{Seed: seed})
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "workbook", ID: estateSales}, mockserver.Rules{
		"group:e0000000-0000-4000-8000-0000000000aa": {"Read": "Allow"},
	})
	expectData(t, site.Protocol(t.Context(), t, nil), "tableau_permissions", acctest.Object{"content_type": "workbook", "content_id": estateSales}, acctest.Object{
		"name": "Sales", "owner_id": estateAnn, "inherited_rules": acctest.Object{},
		"rules": acctest.Object{"group:e0000000-0000-4000-8000-0000000000aa": acctest.Object{"Read": "Allow"}},
	})
}

func TestPermissionsDataSource_showsInheritedLeadersAndLocks(t *testing.T) {
	t.Parallel()
	site := estateSite(t)
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "project", ID: estateVault}, mockserver.Rules{
		"user:ann": {"ProjectLeader": "Allow"}, "group:Analysts": {"Read": "Allow"},
	})
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "project", ID: estateVault, DefaultFor: "workbook"}, mockserver.Rules{"group:Analysts": {"Filter": "Allow"}})
	p := site.Protocol(t.Context(), t, nil)
	expectData(t, p, "tableau_permissions", acctest.Object{"content_type": "project", "content_id": estateInner}, acctest.Object{
		"name": "Inner", "owner_id": estateAnn, "locked_by_project_id": estateVault, "locked_by_project_path": "Vault",
		"rules":           acctest.Object{"group:Analysts": acctest.Object{"Read": "Allow"}},
		"inherited_rules": acctest.Object{"user:ann": acctest.Object{"InheritedProjectLeader": "Allow"}},
	})
	expectData(t, p, "tableau_permissions", acctest.Object{"content_type": "workbook", "content_id": estateSecret}, acctest.Object{
		"name": "Secret", "owner_id": estateAnn, "locked_by_project_id": estateVault, "locked_by_project_path": "Vault",
		"rules": acctest.Object{"group:Analysts": acctest.Object{"Filter": "Allow"}}, "inherited_rules": acctest.Object{},
	})
	got, diagnostics := readData(t, p, "tableau_permissions", acctest.Object{"content_type": "project", "content_id": estateVault})
	acctest.FailOn(t, diagnostics)
	if got["locked_by_project_id"] != nil {
		t.Errorf("the rules of a project that locks those in it are its own, got %v", got["locked_by_project_id"])
	}
}

func TestDefaultPermissionsDataSource_showsProjectsAndDatabases(t *testing.T) {
	t.Parallel()
	site := estateSite(t)
	for _, contentType := range []string{"workbook", "datasource", "flow", "data_role", "database", "table", "virtual_connection"} {
		for _, project := range []string{estateFinance, estateVault} {
			site.Mock.SetRules(mockserver.RuleSet{ContentType: "project", ID: project, DefaultFor: contentType}, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
		}
	}
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "database", ID: estateWarehouse, DefaultFor: "table"}, mockserver.Rules{"user:ann": {"Write": "Deny"}})
	p := site.Protocol(t.Context(), t, nil)
	for _, contentType := range []string{"workbook", "datasource", "flow", "data_role", "database", "table", "virtual_connection"} {
		analysts := acctest.Object{"group:Analysts": acctest.Object{"Read": "Allow"}}
		expectData(t, p, "tableau_default_permissions", acctest.Object{"project_id": estateFinance, "content_type": contentType},
			acctest.Object{"rules": analysts})
		expectData(t, p, "tableau_default_permissions", acctest.Object{"project_id": estateInner, "content_type": contentType},
			acctest.Object{"rules": analysts, "locked_by_project_id": estateVault, "locked_by_project_path": "Vault"})
	}
	expectData(t, p, "tableau_default_permissions", acctest.Object{"database_id": estateWarehouse, "content_type": "table"}, acctest.Object{
		"rules": acctest.Object{"user:ann": acctest.Object{"Write": "Deny"}},
	})
}

func TestPermissionsDataSources_sayWhatIsNotThere(t *testing.T) {
	t.Parallel()
	p := estateSite(t).Protocol(t.Context(), t, nil)
	for contentType, want := range map[string]string{
		"project":    `No such project: The site shows no project with the id ` + estateGone + ` to this user. The data source tableau_projects lists what there is.`,
		"workbook":   `No such workbook: The site shows no workbook with the id ` + estateGone + ` to this user. The data source tableau_workbooks lists what there is.`,
		"datasource": `No such data source: The site shows no data source with the id ` + estateGone + ` to this user. The data source tableau_datasources lists what there is.`,
		"view":       `No such view: The site shows no view with the id ` + estateGone + ` to this user. The data source tableau_views lists what there is.`,
		"flow":       `No such flow: The site shows no flow with the id ` + estateGone + ` to this user. The data source tableau_flows lists what there is.`,
		"database":   `No such database: The site shows no database with the id ` + estateGone + ` to this user.`,
		"table":      `No such table: The site shows no table with the id ` + estateGone + ` to this user.`,
	} {
		_, diagnostics := readData(t, p, "tableau_permissions", acctest.Object{"content_type": contentType, "content_id": estateGone})
		expectRefusal(t, diagnostics, `AttributeName("content_id"): `+want)
	}
	_, diagnostics := readData(t, p, "tableau_default_permissions", acctest.Object{"project_id": estateGone, "content_type": "flow"})
	expectRefusal(t, diagnostics, `AttributeName("project_id"): No such project: The site shows no project with the id `+estateGone)
	for contentType, label := range map[string]string{"virtual_connection": "virtual connection", "collection": "collection"} {
		_, diagnostics = readData(t, p, "tableau_permissions", acctest.Object{"content_type": contentType, "content_id": estateGone})
		expectRefusal(t, diagnostics, `AttributeName("content_id"): Cannot find the content: Cannot read permissions of `+label+" "+estateGone)
		if said := acctest.DescribeDiagnostic(diagnostics[0]); !strings.HasSuffix(said, "The site may have no such content with this id, or not show it to this user. Check content_id.") {
			t.Errorf("%s: got %s", contentType, said)
		}
	}
}

func TestPermissionsDataSources_refuseWhatCannotBe(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t)
	for _, test := range []struct {
		name   string
		config acctest.Object
		want   string
	}{
		{"tableau_permissions", acctest.Object{"content_type": "Workbook", "content_id": estateSales}, `AttributeName("content_type"): Invalid Attribute Value Match`},
		{"tableau_permissions", acctest.Object{"content_type": "data_role", "content_id": estateSales}, `AttributeName("content_type"): Invalid Attribute Value Match`},
		{"tableau_permissions", acctest.Object{"content_type": "workbook", "content_id": "Sales"}, `AttributeName("content_id"): Invalid Attribute Value Match`},
		{"tableau_default_permissions", acctest.Object{"content_type": "view", "project_id": estateFinance}, `AttributeName("content_type"): Invalid Attribute Value Match`},
		{"tableau_default_permissions", acctest.Object{"content_type": "workbook"}, "Missing Attribute Configuration"},
		{"tableau_default_permissions", acctest.Object{"content_type": "table", "project_id": estateFinance, "database_id": estateWarehouse}, `AttributeName("project_id"): Invalid Attribute Combination`},
		{
			"tableau_default_permissions",
			acctest.Object{"content_type": "workbook", "database_id": estateWarehouse},
			`AttributeName("content_type"): Databases have defaults for tables alone: A database gives default permissions to its tables and to nothing else`,
		},
	} {
		response, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: test.name, Config: p.DataSource(t, test.name, test.config),
		})
		if err != nil {
			t.Fatal(err)
		}
		expectRefusal(t, response.Diagnostics, test.want)
	}
}

func TestPermissionsDataSources_sayWhatFails(t *testing.T) {
	t.Parallel()
	site := estateSite(t)
	if err := site.Mock.SetFaults(mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}/permissions", Code: "403004"}); err != nil {
		t.Fatal(err)
	}
	_, diagnostics := readData(t, site.Protocol(t.Context(), t, nil), "tableau_permissions", acctest.Object{"content_type": "workbook", "content_id": estateSales})
	expectRefusal(t, diagnostics, "Cannot read permissions of workbook "+estateSales)
}

func TestPermissionsDataSources_sayWhichVersionIsNeeded(t *testing.T) {
	t.Parallel()
	p := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{}, APIVersion: "3.8"}).Protocol(t.Context(), t, nil)
	_, diagnostics := readData(t, p, "tableau_permissions", acctest.Object{"content_type": "virtual_connection", "content_id": estateBridge})
	expectRefusal(t, diagnostics, `AttributeName("content_type"): Not in this version of Tableau: The permissions of virtual connections need version 3.22`)
	_, diagnostics = readData(t, p, "tableau_default_permissions", acctest.Object{"content_type": "virtual_connection", "project_id": estateFinance})
	expectRefusal(t, diagnostics, `AttributeName("content_type"): Not in this version of Tableau: The default permissions for virtual connections need version 3.23`)
	newest := acctest.NewMock(t, mockserver.Options{}).Protocol(t.Context(), t, nil)
	_, diagnostics = readData(t, newest, "tableau_default_permissions", acctest.Object{"content_type": "lens", "project_id": estateFinance})
	expectRefusal(t, diagnostics, `AttributeName("content_type"): Not in this version of Tableau: Tableau has no Ask Data lenses any more`)
}
