package tableau

import (
	"encoding/xml"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The same types without their UnmarshalXML: encoding/xml goes by their tags.
type (
	taggedTask        ExtractRefreshTask
	taggedSchedule    Schedule
	taggedDetails     FrequencyDetails
	taggedMail        Subscription
	taggedPermissions permissionsElement
	taggedGrantee     granteeElement
)

func TestUnmarshal_takesWhatTheTagsSay(t *testing.T) {
	t.Parallel()
	t.Run("extractRefresh", rapid.MakeCheck(func(t *rapid.T) {
		sameAsTagged(t, func(task taggedTask) ExtractRefreshTask { return ExtractRefreshTask(task) })
	}))
	t.Run("schedule", rapid.MakeCheck(func(t *rapid.T) {
		sameAsTagged(t, func(schedule taggedSchedule) Schedule { return Schedule(schedule) })
	}))
	t.Run("frequencyDetails", rapid.MakeCheck(func(t *rapid.T) {
		sameAsTagged(t, func(details taggedDetails) FrequencyDetails { return FrequencyDetails(details) })
	}))
	t.Run("subscription", rapid.MakeCheck(func(t *rapid.T) {
		sameAsTagged(t, func(subscription taggedMail) Subscription { return Subscription(subscription) })
	}))
	t.Run("permissions", rapid.MakeCheck(func(t *rapid.T) {
		sameAsTagged(t, func(permissions taggedPermissions) permissionsElement { return permissionsElement(permissions) })
	}))
	t.Run("granteeCapabilities", rapid.MakeCheck(func(t *rapid.T) {
		sameAsTagged(t, func(grantee taggedGrantee) granteeElement { return granteeElement(grantee) })
	}))
}

// sameAsTagged decodes an element with any value in it both ways.
func sameAsTagged[Tagged, ByHand any](t *rapid.T, byHand func(Tagged) ByHand) {
	element, err := xml.Marshal(rapid.Make[Tagged]().Draw(t, "element"))
	if err != nil {
		t.Fatal(err)
	}
	var tagged Tagged
	var got ByHand
	if err := xml.Unmarshal(element, &tagged); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(element, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(byHand(tagged), got); diff != "" {
		t.Errorf("%s\n(-by its tags +by hand)\n%s", element, diff)
	}
}

func TestUnmarshal_refusesNumbersThatAreNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`<extractRefresh id="t1" priority="high"/>`,
		`<extractRefresh id="t1"><schedule priority="99999999999999999999"/></extractRefresh>`,
		`<extractRefresh id="t1"><schedule>`,
	} {
		var task ExtractRefreshTask
		if err := xml.Unmarshal([]byte(body), &task); err == nil {
			t.Errorf("%s was taken for %+v", body, task)
		}
	}
}

func TestUnmarshal_refusesTruthsThatAreNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`<subscription id="s1" suspended="perhaps"/>`,
		`<subscription id="s1" attachImage="perhaps"/>`,
		`<subscription id="s1" attachPdf="perhaps"/>`,
		`<subscription id="s1" refreshExtractTriggered="perhaps"/>`,
		`<subscription id="s1"><content sendIfViewEmpty="perhaps"/></subscription>`,
	} {
		var subscription Subscription
		if err := xml.Unmarshal([]byte(body), &subscription); err == nil {
			t.Errorf("%s was taken for %+v", body, subscription)
		}
	}
}
