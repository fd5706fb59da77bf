package framework

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// AddError reports a failed call: what was tried in the summary; what came
// back, and what to do about it, in the detail.
func AddError(diags *diag.Diagnostics, doing string, err error) {
	diags.Append(ErrorDiagnostic(doing, err))
}

// ErrorDiagnostic is the diagnostic of AddError. doing is said where the error
// does not name what was tried.
func ErrorDiagnostic(doing string, err error) diag.Diagnostic {
	advice := ""
	var call *tableau.Error
	if errors.As(err, &call) {
		advice = call.Advice()
	}
	return AdvisedDiagnostic(doing, err, advice)
}

// AdvisedDiagnostic is ErrorDiagnostic with the advice of who knows more than the error tells.
func AdvisedDiagnostic(doing string, err error, advice string) diag.Diagnostic {
	detail := Sentence(err.Error())
	var call *tableau.Error
	if errors.As(err, &call) {
		doing = tableau.OneLine(call.Doing)
	}
	if direct, ok := err.(*tableau.Error); ok { //nolint:errorlint // Only the error itself, for a wrapped one says more.
		detail = Sentence(direct.Outcome())
	}
	if advice != "" {
		detail += "\n\n" + advice
	}
	return diag.NewErrorDiagnostic("Cannot "+doing, detail)
}

// Sentence makes a text begin with a capital letter, unless it begins with a
// URL, and end with a full stop. It leaves nothing in it that a terminal obeys.
func Sentence(text string) string {
	text = tableau.Printable(text)
	if first, size := utf8.DecodeRuneInString(text); !strings.HasPrefix(text, "http") {
		text = string(unicode.ToUpper(first)) + text[size:]
	}
	if last, _ := utf8.DecodeLastRuneInString(text); !unicode.IsPunct(last) || last == ')' {
		text += "."
	}
	return text
}
