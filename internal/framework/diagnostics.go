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
	var call *tableau.Error
	if !errors.As(err, &call) {
		return diag.NewErrorDiagnostic("Cannot "+doing, Sentence(err.Error()))
	}
	detail := Sentence(err.Error())
	if direct, ok := err.(*tableau.Error); ok { //nolint:errorlint // Only the error itself, for a wrapped one says more.
		detail = Sentence(direct.Outcome())
	}
	if advice := call.Advice(); advice != "" {
		detail += "\n\n" + advice
	}
	return diag.NewErrorDiagnostic("Cannot "+tableau.OneLine(call.Doing), detail)
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
