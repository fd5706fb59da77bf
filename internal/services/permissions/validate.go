package permissions

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

// ValidateConfig refuses what the configuration alone shows to be wrong.
func (r *ruleSetResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	config, ok := r.decode(ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	config.shared().validate(&resp.Diagnostics)
	if content, known := config.content(); known {
		checkRules(content, config.shared().Rules, atRules(), &resp.Diagnostics)
	}
}

func (s *settings) validate(diags *diag.Diagnostics) {
	ruled := s.Rules.Elements()
	for _, text := range slices.Sorted(maps.Keys(ruled)) {
		at := atRules().AtMapKey(text)
		if _, err := parseGrantee(text); err != nil {
			diags.AddAttributeError(at, "Invalid grantee", framework.Sentence(err.Error()))
			continue
		}
		capabilities, isMap := ruled[text].(types.Map)
		if isMap && !capabilities.IsUnknown() && len(capabilities.Elements()) == 0 {
			diags.AddAttributeError(at, "Grantee without a rule", fmt.Sprintf(
				"There is no capability under %q. Leave the grantee out instead: who is not named in rules has none.", text))
		}
	}
	for _, text := range s.ignored() {
		if _, err := parseGrantee(text); err != nil {
			diags.AddAttributeError(atIgnored(text), "Invalid grantee", framework.Sentence(err.Error()))
			continue
		}
		if _, both := ruled[text]; both {
			addRuledAndIgnored(diags, text, text)
		}
	}
}

// addRuledAndIgnored reports a grantee that is in rules and in ignore_grantees.
func addRuledAndIgnored(diags *diag.Diagnostics, ruled, ignored string) {
	diags.AddAttributeError(atRules().AtMapKey(ruled), "Grantee ruled and ignored", fmt.Sprintf(
		"rules has %q, and ignore_grantees has %q, which leaves the same grantee alone. Take it out of one of them.", ruled, ignored))
}
