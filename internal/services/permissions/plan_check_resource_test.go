package permissions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// described is diagnostics as a user reads them.
func described(diagnostics []*tfprotov6.Diagnostic) []string {
	var texts []string
	for _, d := range diagnostics {
		texts = append(texts, d.Severity.String()+" "+acctest.DescribeDiagnostic(d))
	}
	return texts
}

func TestPermissions_planOfALockedWorkbookIsRefused(t *testing.T) {
	t.Parallel()
	site := estateSite(t)
	rules := acctest.Object{"group:Analysts": acctest.Object{"Read": "Allow"}}
	for name, test := range map[string]struct {
		resource string
		config   acctest.Object
	}{
		"authoritative": {"tableau_permissions", acctest.Object{"content_type": "workbook", "content_id": estateSecret, "rules": rules}},
		"one grantee": {"tableau_grantee_permissions", acctest.Object{
			"content_type": "workbook", "content_id": estateSecret, "grantee": "group:Analysts", "capabilities": acctest.Object{"Read": "Allow"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			change := site.Instance(test.resource, nil).Plan(t, test.config)
			want := []string{`ERROR AttributeName("content_id"): Permissions locked by a project: The permissions of workbook "Secret" ` +
				`(22222222-1000-4000-8000-000000000002) are locked: project "Vault" (11111111-1000-4000-8000-000000000003) decides the permissions ` +
				`of all that is in it, and Tableau refuses to change them here.  Manage them there: tableau_default_permissions with ` +
				`project_id = "11111111-1000-4000-8000-000000000003" and content_type = "workbook". ` +
				`Or unlock that project in Tableau, by making its asset permissions customizable. ` +
				`To have Terraform forget what it manages here, use a removed block with destroy = false, or terraform state rm.`}
			if diff := cmp.Diff(want, described(change.Diagnostics)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPermissions_destructionThatTakesTheCallersLastRightIsWarnedOf(t *testing.T) {
	t.Parallel()
	const ordersData = `data source "Orders" (44444444-1000-4000-8000-000000000001)`
	const rights = `user "ann" (aaaaaaaa-1000-4000-8000-000000000001), the user whom this provider acts as. Unless they lead a project around it, ` +
		`they can then neither change the permissions of ` + ordersData + ` nor undo this. ` +
		`Keep an Allow of ChangePermissions for them or for one of their groups, or sign in as the owner or an administrator.`
	may := acctest.Object{"ChangePermissions": "Allow"}
	for name, test := range map[string]struct {
		resource string
		config   acctest.Object
		at       string
	}{
		"authoritative": {
			"tableau_permissions", acctest.Object{"content_type": "datasource", "content_id": estateOrders, "rules": acctest.Object{"user:" + estateAnn: may}},
			`AttributeName("rules").ElementKeyString("user:` + estateAnn + `")`,
		},
		"one grantee": {
			"tableau_grantee_permissions",
			acctest.Object{"content_type": "datasource", "content_id": estateOrders, "grantee": "user:" + estateAnn, "capabilities": may},
			`AttributeName("capabilities")`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := estateSite(t)
			site.Mock.SetRules(mockserver.RuleSet{ContentType: "datasource", ID: estateOrders}, mockserver.Rules{"user:ann": {"ChangePermissions": "Allow"}})
			one := site.Instance(test.resource, asAnn)
			acctest.FailOn(t, one.Apply(t, test.config).Diagnostics)
			change := one.Plan(t, nil)
			want := []string{`WARNING ` + test.at + `: The right to set the permissions of ` + ordersData + ` goes: This takes ChangePermissions from ` + rights}
			if diff := cmp.Diff(want, described(change.Diagnostics)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPermissions_destructionByAnAdministratorSaysNothing(t *testing.T) {
	t.Parallel()
	one := estateSite(t).Instance("tableau_permissions", nil)
	rules := acctest.Object{"user:ann": acctest.Object{"ChangePermissions": "Allow"}}
	acctest.FailOn(t, one.Apply(t, acctest.Object{"content_type": "datasource", "content_id": estateOrders, "rules": rules}).Diagnostics)
	if change := one.Plan(t, nil); len(change.Diagnostics) > 0 {
		t.Errorf("got %q, want nothing", described(change.Diagnostics))
	}
}
