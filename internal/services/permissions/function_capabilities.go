package permissions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// NewCapabilitiesFunction is the provider function capabilities.
func NewCapabilitiesFunction() function.Function { return capabilitiesFunction{} }

type capabilitiesFunction struct{}

// Positions of the parameters of capabilities.
const (
	contentTypePosition = iota
	templatePosition
)

// templateDenied is Tableau's template that denies what the others allow.
const templateDenied = "Denied"

func (capabilitiesFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "capabilities"
}

func (capabilitiesFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The capabilities of one of Tableau's permission templates",
		MarkdownDescription: "Returns a map from capability to mode, as the rules of a grantee are written, for one of the templates that Tableau's " +
			"web interface offers. Each of `View`, `Explore`, `Publish` and `Administer` allows what the ones before it allow, and more; " +
			"`Denied` denies everything that `Administer` allows. What a template does not name stays unspecified.\n\n" + templateTable() + "\n" +
			"Use `merge` to change single capabilities. The following ones are in no template, because they came or went with a version of " +
			"Tableau, or are set apart from the templates. Add them with `merge` where they are wanted:\n\n" + apartList() + "\n" +
			"`ProjectLeader` can be allowed and not denied, and so `Denied` leaves it out.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "content_type",
				MarkdownDescription: "What the rules are for: " + inCode(templatedTypes()) + ".",
			},
			function.StringParameter{
				Name:                "template",
				MarkdownDescription: "The template: " + inCode(templates()) + ".",
			},
		},
		Return: function.MapReturn{ElementType: types.StringType},
	}
}

func (capabilitiesFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var contentType, template string
	if resp.Error = req.Arguments.Get(ctx, &contentType, &template); resp.Error != nil {
		return
	}
	content, known := tableau.ContentTypeNamed(contentType)
	switch {
	case known && content.Open:
		resp.Error = function.NewArgumentFuncError(contentTypePosition, fmt.Sprintf(
			"Tableau does not say which capabilities a %s has, so there is no template. Write the capabilities one by one", content.Label))
	case !known:
		resp.Error = function.NewArgumentFuncError(contentTypePosition, noneOf(contentType, templatedTypes()))
	case !slices.Contains(templates(), template):
		resp.Error = function.NewArgumentFuncError(templatePosition, noneOf(template, templates()))
	default:
		resp.Error = resp.Result.Set(ctx, templateCapabilities(content, template))
	}
}

func templateCapabilities(content tableau.ContentType, template string) map[string]string {
	mode := tableau.Allow
	if template == templateDenied {
		template, mode = tableau.Templates[len(tableau.Templates)-1], tableau.Deny
	}
	modes := map[string]string{}
	for _, capability := range content.Template(template) {
		modes[capability] = mode
	}
	return modes
}

// templates are the names that the function takes.
func templates() []string { return append(slices.Clone(tableau.Templates), templateDenied) }

// templatedTypes are the content types whose capabilities are established.
func templatedTypes() []string {
	return typesWhere(func(t tableau.ContentType) bool { return !t.Open })
}

// noneOf says what an argument can be, and which of that was probably meant.
// Terraform puts the argument's name before it, and a full stop behind it.
func noneOf(given string, valid []string) string {
	text := fmt.Sprintf("%q is none of %s", given, strings.Join(valid, ", "))
	if i := slices.IndexFunc(valid, func(v string) bool { return plainly(v) == plainly(given) }); i >= 0 {
		text += fmt.Sprintf(": perhaps %q was meant", valid[i])
	}
	return text
}

// plainly is a name without its case, what parts its words, and a plural's s.
func plainly(name string) string {
	return strings.TrimSuffix(strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name)), "s")
}

func inCode(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }

// templateTable shows what each template adds to the one before it.
func templateTable() string {
	var b strings.Builder
	fmt.Fprintf(&b, "| Content type | %s |\n|%s\n", strings.Join(tableau.Templates, " | "), strings.Repeat("---|", 1+len(tableau.Templates)))
	for _, name := range templatedTypes() {
		content, _ := tableau.ContentTypeNamed(name)
		fmt.Fprintf(&b, "| `%s` |", name)
		for _, template := range tableau.Templates {
			fmt.Fprintf(&b, " %s |", strings.Join(inTemplate(content, template), ", "))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// apartList shows the capabilities that are in no template.
func apartList() string {
	var b strings.Builder
	for _, name := range templatedTypes() {
		content, _ := tableau.ContentTypeNamed(name)
		if apart := inTemplate(content, ""); len(apart) > 0 {
			fmt.Fprintf(&b, "- `%s`: %s\n", name, strings.Join(apart, ", "))
		}
	}
	return b.String()
}

// inTemplate are those that a template adds, with the versions that have them.
func inTemplate(content tableau.ContentType, template string) []string {
	var names []string
	for _, c := range content.Capabilities {
		if c.Template != template {
			continue
		}
		name := "`" + c.Name + "`"
		switch {
		case !c.Since.IsZero():
			name += fmt.Sprintf(" (API %s or later)", c.Since)
		case !c.Until.IsZero():
			name += fmt.Sprintf(" (API %s or earlier)", c.Until)
		}
		names = append(names, name)
	}
	return names
}
