package provider

import (
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// notWhole is how the framework refuses a number with a fraction where a whole one belongs.
var notWhole = regexp.MustCompile(`Value %!s\(\*big\.Float=(\S+)\) is not an integer`)

// explainFractions says what is wrong where the framework says that it is
// always an error in the provider, once for each attribute.
func explainFractions(diagnostics []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	for _, d := range diagnostics {
		if number := notWhole.FindStringSubmatch(d.Detail); number != nil {
			d.Summary, d.Detail = "Not a whole number", number[1]+" has a fraction. Write a whole number."
		}
	}
	return slices.CompactFunc(diagnostics, func(a, b *tfprotov6.Diagnostic) bool {
		return a.Summary == b.Summary && a.Detail == b.Detail && a.Attribute.Equal(b.Attribute)
	})
}
