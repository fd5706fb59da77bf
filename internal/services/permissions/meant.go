package permissions

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// meantKey is where Terraform keeps, beside state, whom state means by its names. A plan may
// be applied a day later, or made without a refresh, when somebody else is called so.
const meantKey = "grantees_meant"

// meant are the grantees of a state, as it writes them.
type meant map[string]tableau.Grantee

// keepMeant keeps whom a state means. A name that means nobody it does not keep.
func keepMeant(ctx context.Context, client *tableau.Client, state *settings, private framework.PrivateState, diags *diag.Diagnostics) {
	named, err := formsOf(ctx, client, slices.Concat(slices.Collect(maps.Keys(state.written(ctx, diags))), state.ignored()))
	if err != nil {
		return // The next read does.
	}
	all := meant{}
	for grantee, text := range named {
		all[text] = grantee
	}
	if before, _ := framework.Noted[meant](ctx, private, meantKey, diags); !maps.Equal(before, all) {
		framework.Note(ctx, private, meantKey, all, diags)
	}
}

// withLUIDs writes rules of a state by whom it means, as far as that is known: until they
// are taken away, others may be called so.
func (m meant) withLUIDs(own rules) rules {
	texts := rules{}
	for text, capabilities := range own {
		if grantee, known := m[text]; known {
			text = written{grantee.Kind, grantee.ID}.String()
		}
		texts[text] = capabilities
	}
	return texts
}

// correct gives rules of a state by whom it meant.
func (m meant) correct(own rules, revoked tableau.Rules, named forms) {
	for text, grantee := range m {
		if own[text] == nil || named[grantee] == text {
			continue
		}
		for now, written := range named {
			if written == text {
				delete(named, now)
				delete(revoked, now)
			}
		}
		named[grantee], revoked[grantee] = text, own[text]
	}
}

// refuseOthers reports names of a plan by which state means others.
func (m meant) refuseOthers(of tableau.RulesOf, planned resolved, diags *diag.Diagnostics) {
	for grantee, text := range planned.forms() {
		if before, known := m[text]; known && before != grantee {
			at := atRules()
			if planned.ignored.name(grantee) {
				at = atIgnored(text)
			}
			diags.AddAttributeError(at, "Grantee is another one now", fmt.Sprintf(
				"%s is not the %s %s any more, of whom state speaks. The %s were not changed. Plan again, and do not turn off the refresh.",
				text, label(before.Kind), before.ID, of))
		}
	}
}
