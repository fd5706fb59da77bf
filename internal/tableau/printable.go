package tableau

import (
	"strings"
	"unicode"
)

// Printable shows in place of each character that would make a terminal do or
// hide something, which names and notes of other people may hold, that there was one.
// Line breaks stay.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsSpace(r) && r != '\u0085':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// OneLine is Printable without line breaks.
func OneLine(text string) string { return strings.ReplaceAll(Printable(text), "\n", " ") }
