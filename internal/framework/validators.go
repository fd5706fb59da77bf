package framework

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var lowerLUID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// LUID accepts what has the form of Tableau's object ids, in the lower case in
// which Tableau shows them: state would not have what was written otherwise.
func LUID() validator.String {
	return stringvalidator.RegexMatches(lowerLUID, "must be a LUID in lower case, such as 4d652179-36bf-47e4-a9dc-e069227c72d0 "+
		"(data sources such as tableau_workbook look LUIDs up by name)")
}

// Name accepts a name that reaches Tableau as it is written: not empty, and
// free of the control characters that XML has no form for.
func Name() validator.String { return name{} }

type name struct{}

func (name) Description(context.Context) string {
	return "must not be empty, and must not hold control characters"
}

func (n name) MarkdownDescription(ctx context.Context) string { return n.Description(ctx) }

func (n name) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if text := req.ConfigValue.ValueString(); text == "" || Unwritable(text) {
		addInvalid(&resp.Diagnostics, req.Path, n.Description(ctx))
	}
}

// Text accepts a text, which may be empty, that reaches Tableau as it is
// written: free of the control characters that XML has no form for.
func Text() validator.String { return text{} }

type text struct{}

func (text) Description(context.Context) string { return "must not hold control characters" }

func (v text) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v text) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if Unwritable(req.ConfigValue.ValueString()) {
		addInvalid(&resp.Diagnostics, req.Path, v.Description(ctx))
	}
}

// NoNullElements accepts a set without null, which has no meaning in one: what
// reads the set would drop it, or fail.
func NoNullElements() validator.Set { return noNulls{} }

// NoNullValues is NoNullElements for the values of a map.
func NoNullValues() validator.Map { return noNulls{} }

type noNulls struct{}

func (noNulls) Description(context.Context) string { return "must not hold null" }

func (v noNulls) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (noNulls) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	for _, element := range req.ConfigValue.Elements() {
		if element.IsNull() {
			addNull(&resp.Diagnostics, req.Path.AtSetValue(element), "A member of "+req.Path.String())
		}
	}
}

func (noNulls) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for key, value := range req.ConfigValue.Elements() {
		if at := req.Path.AtMapKey(key); value.IsNull() {
			addNull(&resp.Diagnostics, at, at.String())
		}
	}
}

func addNull(diags *diag.Diagnostics, at path.Path, what string) {
	diags.AddAttributeError(at, "Null in place of a value", what+" is null. Leave it out or give it a value.")
}

// addInvalid says of the value at a path what it must be.
func addInvalid(diags *diag.Diagnostics, at path.Path, must string) {
	diags.AddAttributeError(at, "Invalid "+at.String(), at.String()+" "+must+".")
}

// Unwritable reports whether a text would reach Tableau as another one: XML
// writes something else for the characters that it has no form for.
func Unwritable(text string) bool { return strings.ContainsFunc(text, isUnwritable) }

// isUnwritable reports the characters that XML 1.0 cannot hold.
func isUnwritable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF' || r == utf8.RuneError
}
