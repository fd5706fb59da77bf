package permissions

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// capabilitiesType is a map from capability to mode.
var capabilitiesType = types.MapType{ElemType: types.StringType}

// rules are as configurations write them: by grantee, then by capability, the mode.
type rules map[string]map[string]string

// rulesFrom reads a value of which nothing is unknown. ok is false when that
// failed, which is then reported.
func rulesFrom(ctx context.Context, value types.Map, diags *diag.Diagnostics) (read rules, ok bool) {
	if read, ok = plainRules(value); ok {
		return read, true
	}
	found := value.ElementsAs(ctx, &read, false)
	diags.Append(found...)
	return read, !found.HasError()
}

// plainRules is rulesFrom for a value with nothing unknown and no null in it, without
// the reflection that takes the framework most of the time of a read.
func plainRules(value types.Map) (read rules, ok bool) {
	if value.IsNull() || value.IsUnknown() {
		return nil, false
	}
	read = rules{}
	for grantee, element := range value.Elements() {
		capabilities, is := element.(types.Map)
		if !is {
			return nil, false
		}
		if read[grantee], ok = plainCapabilities(capabilities); !ok {
			return nil, false
		}
	}
	return read, true
}

func plainCapabilities(value types.Map) (read map[string]string, ok bool) {
	if value.IsNull() || value.IsUnknown() {
		return nil, false
	}
	elements := value.Elements()
	read = make(map[string]string, len(elements))
	for capability, element := range elements {
		mode, is := element.(types.String)
		if !is || mode.IsNull() || mode.IsUnknown() {
			return nil, false
		}
		read[capability] = mode.ValueString()
	}
	return read, true
}

func (r rules) equal(other rules) bool {
	return maps.EqualFunc(r, other, maps.Equal[map[string]string])
}

func (r rules) value() types.Map {
	grantees := make(map[string]attr.Value, len(r))
	for grantee, capabilities := range r {
		grantees[grantee] = capabilitiesValue(capabilities)
	}
	return types.MapValueMust(capabilitiesType, grantees)
}

func capabilitiesValue(capabilities map[string]string) types.Map {
	modes := make(map[string]attr.Value, len(capabilities))
	for capability, mode := range capabilities {
		modes[capability] = types.StringValue(mode)
	}
	return types.MapValueMust(types.StringType, modes)
}

// toAPI identifies the grantees of rules, which stand at a path. seen are the rules that
// state shows. ok is false when a grantee means nobody, or two mean the same, which is
// then reported.
func (r rules) toAPI(
	ctx context.Context, client *tableau.Client, at path.Path, seen rules, diags *diag.Diagnostics,
) (wanted tableau.Rules, known forms, ok bool) {
	wanted, known, ok = tableau.Rules{}, forms{}, true
	for _, text := range slices.Sorted(maps.Keys(r)) {
		grantee, err := identify(ctx, client, text)
		if err != nil {
			diags.Append(granteeDiagnostic(at.AtMapKey(text), r.suggestNewName(err, text, seen)))
			ok = false
			continue
		}
		if other, twice := known[grantee]; twice {
			diags.AddAttributeError(at.AtMapKey(text), "Grantee named twice",
				fmt.Sprintf("%q and %q are the same %s (%s). Put its capabilities under one of them.", other, text, label(grantee.Kind), grantee.ID))
			ok = false
			continue
		}
		known[grantee] = text
		wanted[grantee] = r[text]
	}
	return wanted, known, ok
}

// suggestNewName adds to the error about a grantee that means nobody who it may
// be now: state shows who has the rules, by the name of today.
func (r rules) suggestNewName(err error, text string, seen rules) error {
	if _, still := seen[text]; still || !isUnknown(err) {
		return err
	}
	others := r.newNames(text, seen)
	if others == "" {
		return err
	}
	return fmt.Errorf("%w. State shows %s, which the configuration does not name; if it was renamed, write that", err, others)
}

// newNames lists who may be the grantee of a form that means nobody any more: those of
// its kind that state shows and the rules do not name. It is "" for none.
func (r rules) newNames(text string, seen rules) string {
	var others []string
	for _, other := range slices.Sorted(maps.Keys(seen)) {
		if _, named := r[other]; !named && isNameLike(other, text) {
			others = append(others, strconv.Quote(other))
		}
	}
	return strings.Join(others, " and ")
}

// isNameLike reports whether a form is a name of the same kind as another one. A
// LUID is shown for who has no name any more.
func isNameLike(form, other string) bool {
	kind, name, _ := strings.Cut(form, ":")
	return strings.HasPrefix(other, kind+":") && !framework.IsLUID(name)
}

// granteeDiagnostic says at a path why a grantee could not be identified.
func granteeDiagnostic(at path.Path, err error) diag.Diagnostic {
	summary, advice := "Unknown grantee", ""
	var unknown *unknownGranteeError
	var malformed *malformedGranteeError
	var ambiguous *ambiguousGranteeError
	switch {
	case errors.As(err, &unknown):
		advice = "\n\nCheck the spelling. Names are looked up before the apply: of a grantee that the same run makes, write the LUID."
	case errors.As(err, &malformed):
		summary = "Invalid grantee"
	case errors.As(err, &ambiguous):
		summary = "Ambiguous grantee"
	}
	if isNobody(err) {
		return diag.NewAttributeErrorDiagnostic(at, summary, framework.Sentence(err.Error())+advice)
	}
	return diag.WithPath(at, framework.ErrorDiagnostic("look up the grantee", err))
}

// rulesShown writes the rules of a rule set in the forms that are known, those of ignored
// grantees left out.
func rulesShown(ctx context.Context, client *tableau.Client, set tableau.Rules, known, ignored forms) (rules, error) {
	shown := rules{}
	for grantee, capabilities := range set {
		if ignored.name(grantee) {
			continue
		}
		text, err := known.of(ctx, client, grantee)
		if err != nil {
			return nil, err
		}
		shown[text] = capabilities
	}
	return shown, nil
}
