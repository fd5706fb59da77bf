package subscription_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

func TestSubscription_isNotDeletedForWhatIsNotThere(t *testing.T) {
	t.Parallel()
	config := configured(acctest.Object{"schedule_id": mondaysID})
	for name, test := range map[string]struct {
		change acctest.Object
		says   string
	}{
		"user": {
			with(config, "user_id", nobodysID),
			`AttributeName("user_id"): There is no such user: The site has no user with the id ` + nobodysID + `. The subscription would be deleted, ` +
				`and no other could be made in its place. The data source tableau_user finds one by name.`,
		},
		"workbook": {
			with(config, "content", acctest.Object{"type": "Workbook", "id": nobodysID}),
			`AttributeName("content").AttributeName("id"): There is nothing to mail: The site shows no workbook with the id ` + nobodysID + ` to this user.`,
		},
		"view": {
			with(config, "content", acctest.Object{"type": "View", "id": nobodysID}),
			`AttributeName("content").AttributeName("id"): There is nothing to mail: The site shows no view with the id ` + nobodysID + ` to this user.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onServer())
			one := instance(site)
			applies(t, one, config, acctest.Create)
			refused(t, one.Apply(t, test.change).Diagnostics, test.says)
			theOne(t, site)
		})
	}
}
