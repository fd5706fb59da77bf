package mockserver_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestSeed_contentMustNotContradictItself(t *testing.T) {
	t.Parallel()
	for want, seed := range map[string]mockserver.Seed{
		`project "": it needs a name`:                                           {Projects: []mockserver.Project{{}}},
		`project "a": there is no site with the content_url "x"`:                {Projects: []mockserver.Project{{Name: "a", Site: "x"}}},
		`project "a": there is no user "x" on the site with the content_url ""`: {Projects: []mockserver.Project{{Name: "a", Owner: "x"}}},
		`project "A": its name is taken there (case is not told apart)`:         {Projects: []mockserver.Project{{Name: "a"}, {Name: "A"}}},
		`two objects of the kind project have the id 1`:                         {Projects: []mockserver.Project{{ID: "1", Name: "a"}, {ID: "1", Name: "b"}}},
		`project "a": content_permissions "Open" is not one of ManagedByOwner, LockedToProject, LockedToProjectWithoutNested`: {
			Projects: []mockserver.Project{{Name: "a", ContentPermissions: "Open"}},
		},
		`project "b": there is no project "a" on the site with the content_url "" (a project comes after the one around it)`: {
			Projects: []mockserver.Project{{Name: "b", Parent: "a"}, {Name: "a"}},
		},
		`group "a": there is no user "x" on the site with the content_url ""`:      {Groups: []mockserver.Group{{Name: "a", Users: []string{"x"}}}},
		`group "A": its name is taken there (case is not told apart)`:              {Groups: []mockserver.Group{{Name: "a"}, {Name: "A"}}},
		`group set "": it needs a name`:                                            {GroupSets: []mockserver.GroupSet{{}}},
		`group set "s": there is no group "x" on the site with the content_url ""`: {GroupSets: []mockserver.GroupSet{{Name: "s", Groups: []string{"x"}}}},
		`group set "s": it has the group "All Users" twice`: {
			GroupSets: []mockserver.GroupSet{{Name: "s", Groups: []string{"All Users", "All Users"}}},
		},
		`group set "S": its name is taken there (case is not told apart)`: {GroupSets: []mockserver.GroupSet{{Name: "s"}, {Name: "S"}}},
		`workbook "w": there is no project "x" on the site with the content_url "" (a project comes after the one around it)`: {
			Workbooks: []mockserver.Workbook{{Name: "w", Project: "x"}},
		},
		`workbook "w": its name is taken there (case is not told apart)`: {Workbooks: []mockserver.Workbook{{Name: "w"}, {Name: "w"}}},
		`workbook "w": its views need names, each another one; "v" is not`: {
			Workbooks: []mockserver.Workbook{{Name: "w", Views: []mockserver.View{{Name: "v"}, {Name: "v"}}}},
		},
		`workbook "x": two views have the id 1`: {Workbooks: []mockserver.Workbook{
			{Name: "w", Views: []mockserver.View{{ID: "1", Name: "v"}}}, {Name: "x", Views: []mockserver.View{{ID: "1", Name: "v"}}},
		}},
		`workbook "x": two workbooks have the content_url "w"`:             {Workbooks: []mockserver.Workbook{{Name: "w"}, {Name: "x", ContentURL: "w"}}},
		`datasource "d": its name is taken there (case is not told apart)`: {Datasources: []mockserver.Datasource{{Name: "d"}, {Name: "d"}}},
		`database "": it needs a name`:                                     {Databases: []mockserver.Database{{}}},
		`database "d": content_permissions "Open" is not one of ManagedByOwner, LockedToDatabase`: {
			Databases: []mockserver.Database{{Name: "d", ContentPermissions: "Open"}},
		},
		`database "D": its name is taken there (case is not told apart)`:          {Databases: []mockserver.Database{{Name: "d"}, {Name: "D"}}},
		`table "": it needs a name`:                                               {Tables: []mockserver.Table{{}}},
		`table "t": it needs a database`:                                          {Tables: []mockserver.Table{{Name: "t"}}},
		`table "t": there is no database "x" on the site with the content_url ""`: {Tables: []mockserver.Table{{Name: "t", Database: "x"}}},
		`table "T": its name is taken there (case is not told apart)`: {
			Databases: []mockserver.Database{{Name: "d"}}, Tables: []mockserver.Table{{Name: "t", Database: "d"}, {Name: "T", Database: "d"}},
		},
		`virtual connection "V": its name is taken there (case is not told apart)`: {
			VirtualConnections: []mockserver.VirtualConnection{{Name: "v"}, {Name: "V"}},
		},
		`collection "": it needs a name`:                                           {Collections: []mockserver.Collection{{}}},
		`collection "c": there is no user "x" on the site with the content_url ""`: {Collections: []mockserver.Collection{{Name: "c", Owner: "x"}}},
		`flow "f": parameter "p" does not allow the value "z": it is not one of x, y`: {
			Flows: []mockserver.Flow{{Name: "f", Parameters: []mockserver.FlowParameter{{Name: "p", Value: "z", Values: []string{"x", "y"}}}}},
		},
		`job "": it needs a type`:                                    {Jobs: []mockserver.Job{{}}},
		`two users have the name "demo" ("demo" is there by itself)`: {Users: []mockserver.User{{Name: "demo"}}},
		`user "ann" has an email and no_email`:                       {Users: []mockserver.User{{Name: "ann", Email: "a@example.com", NoEmail: true}}},
		`job "1": status "Done" is not one of Pending, InProgress, Success, Failed, Cancelled`: {
			Jobs: []mockserver.Job{{ID: "1", Type: "RunFlow", Status: "Done"}},
		},
	} {
		if _, err := mockserver.New(mockserver.Options{Seed: seed}); err == nil || err.Error() != "seed: "+want {
			t.Errorf("got the error %v, want seed: %s", err, want)
		}
	}
}

func TestSeed_everySiteHasItsProjectAndItsGroup(t *testing.T) {
	t.Parallel()
	server, err := mockserver.New(mockserver.Options{Product: mockserver.ProductCloud})
	if err != nil {
		t.Fatal(err)
	}
	if project, found := server.ProjectByName("Default"); !found || project.Site != "demo" || project.Owner != "demo" {
		t.Errorf("the project is %+v", project)
	}
	if group, found := server.GroupByName("All Users"); !found || group.Site != "demo" || group.Domain != "local" {
		t.Errorf("the group is %+v", group)
	}
}

func TestSeed_contentURLsOfTheSameNameDiffer(t *testing.T) {
	t.Parallel()
	server, err := mockserver.New(mockserver.Options{Seed: mockserver.Seed{
		Projects:  []mockserver.Project{{Name: "p"}},
		Workbooks: []mockserver.Workbook{{Name: "a b"}, {Name: "ab", Project: "p"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := server.WorkbookByName("ab"); got.ContentURL != "ab_1" {
		t.Errorf("the content URL is %q, want ab_1", got.ContentURL)
	}
}
