package permissions

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// What a destroyed resource does with the rules in its state.
const (
	onDestroyRevoke = "revoke"
	onDestroyKeep   = "keep"
)

// model is one of the resources that own a whole rule set, in Terraform's terms.
type model interface {
	// of is what has the rules. It means nothing while that is not known.
	of() tableau.RulesOf
	// content is the type of content that the rules speak of; ok is false while it is not known.
	content() (content tableau.ContentType, ok bool)
	// holder is where the configuration says what has the rules.
	holder() path.Path
	// clone gives a model of its own with the same values.
	clone() model
	identity() any
	shared() *settings
}

// settings are the attributes that all of them have.
type settings struct {
	Rules          types.Map    `tfsdk:"rules"`
	IgnoreGrantees types.Set    `tfsdk:"ignore_grantees"`
	OnDestroy      types.String `tfsdk:"on_destroy"`
}

func newSettings() settings {
	return settings{Rules: types.MapNull(capabilitiesType), IgnoreGrantees: types.SetNull(types.StringType)}
}

func (s *settings) shared() *settings { return s }

// atRules is where the rules stand in a configuration.
func atRules() path.Path { return path.Root("rules") }

// known reports whether nothing of the rules is left to be known.
func (s *settings) known(ctx context.Context) bool {
	return framework.FullyKnown(ctx, s.Rules) && framework.FullyKnown(ctx, s.IgnoreGrantees)
}

// written are the rules as they are written; none where they are not known.
func (s *settings) written(ctx context.Context, diags *diag.Diagnostics) rules {
	if read, ok := plainRules(s.Rules); ok {
		return read
	}
	if s.Rules.IsNull() || !framework.FullyKnown(ctx, s.Rules) {
		return rules{}
	}
	read, _ := rulesFrom(ctx, s.Rules, diags)
	return read
}

// ignored are the grantees to be left alone, as they are written, in order.
func (s *settings) ignored() []string {
	var texts []string
	for _, element := range s.IgnoreGrantees.Elements() {
		if text, ok := element.(types.String); ok && !text.IsUnknown() && !text.IsNull() {
			texts = append(texts, text.ValueString())
		}
	}
	slices.Sort(texts)
	return texts
}

// show takes over what the service shows, in the forms of these settings and those that are known besides.
// ownerOf says who owns what has the rules.
func (s *settings) show(
	ctx context.Context, client *tableau.Client, set tableau.RuleSet, ownerOf func(context.Context, tableau.RuleSet) (string, error), besides forms, diags *diag.Diagnostics,
) error {
	before := s.written(ctx, diags)
	known, err := formsOf(ctx, client, slices.Collect(maps.Keys(before)))
	if err != nil {
		return err
	}
	ignored, err := formsOf(ctx, client, s.ignored())
	if err != nil {
		return err
	}
	for grantee, text := range besides {
		if _, named := known[grantee]; !named {
			known[grantee] = text
		}
	}
	shown, err := rulesShown(ctx, client, set.Rules, known, ignored)
	if err != nil {
		return err
	}
	// The owner may do everything, and Tableau need not list the rules that say so.
	for grantee, text := range known {
		if grantee.Kind != tableau.UserGrantee || len(set.Rules[grantee]) > 0 || len(before[text]) == 0 || ignored.name(grantee) {
			continue
		}
		owner, err := ownerOf(ctx, set)
		if err != nil {
			return err
		}
		if grantee.ID == owner {
			shown[text] = before[text]
		}
	}
	if len(before) == 0 || !before.equal(shown) { // The same value is seen to be the same at once.
		s.Rules = shown.value()
	}
	return nil
}

// resolved are settings with their grantees identified.
type resolved struct {
	wanted tableau.Rules
	// named are the grantees that have rules, ignored those to be left alone.
	named, ignored forms
	// missing are the ignored grantees that mean nobody.
	missing []string
}

// resolve identifies the grantees of settings that are known. seen are the
// rules that state shows. ok is false when that failed, which is then reported.
func (s *settings) resolve(ctx context.Context, client *tableau.Client, seen rules, diags *diag.Diagnostics) (result resolved, ok bool) {
	written, ok := rulesFrom(ctx, s.Rules, diags)
	if !ok {
		return resolved{}, false
	}
	result.wanted, result.named, ok = written.toAPI(ctx, client, atRules(), seen, diags)
	return result, result.leaveAlone(ctx, client, s.ignored(), diags) && ok
}

// leaveAlone identifies the ignored grantees. ok is false when that failed, which is then reported.
func (to *resolved) leaveAlone(ctx context.Context, client *tableau.Client, ignored []string, diags *diag.Diagnostics) (ok bool) {
	ok, to.ignored = true, forms{}
	for _, text := range ignored {
		grantee, err := identify(ctx, client, text)
		if isUnknown(err) {
			to.missing = append(to.missing, text)
			continue
		}
		if err != nil {
			diags.Append(granteeDiagnostic(atIgnored(text), err))
			ok = false
			continue
		}
		to.ignored[grantee] = text
		if ruled, both := to.named[grantee]; both {
			addRuledAndIgnored(diags, ruled, text)
			ok = false
		}
	}
	return ok
}

// leftAlone tells whom a write leaves alone. It is nil where nobody else has rules to look after.
func (to resolved) leftAlone() func(tableau.Grantee) bool {
	if len(to.ignored)+len(to.missing) == 0 {
		return nil
	}
	return to.ignored.name
}

// spared tells whom an update leaves alone. Where an ignored grantee means nobody any more, that
// may be another of its kind by now, whose rules came in sight after the plan: state does not show
// them, as it does those of seen, nor were they ignored before, so that nobody agreed to take them away.
func (to resolved) spared(ctx context.Context, client *tableau.Client, seen rules, ignoredBefore forms) (func(tableau.Grantee) bool, error) {
	if len(to.missing) == 0 {
		return to.leftAlone(), nil
	}
	shown, err := formsOf(ctx, client, slices.Collect(maps.Keys(seen)))
	missing := to.missingKinds()
	return func(grantee tableau.Grantee) bool {
		agreed := to.named.name(grantee) || shown.name(grantee) || ignoredBefore.name(grantee)
		return to.ignored.name(grantee) || missing[grantee.Kind] && !agreed
	}, err
}

func (to resolved) missingKinds() map[tableau.GranteeKind]bool {
	kinds := map[tableau.GranteeKind]bool{}
	for _, text := range to.missing {
		kind, _, _ := strings.Cut(text, ":")
		kinds[tableau.GranteeKind(kind)] = true
	}
	return kinds
}

func atIgnored(text string) path.Path {
	return path.Root("ignore_grantees").AtSetValue(types.StringValue(text))
}
