package tableau

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
)

const (
	redacted = "***"
	// shownText is the most characters repeated of a text from elsewhere.
	shownText = 2000
	// readText is the most bytes of which anything is repeated at all.
	readText = 64 << 10
	// shortestEncoded is the least that is recognised of a secret in base64:
	// less of it could be part of any word.
	shortestEncoded = 8
)

// redactor takes secrets out of texts that came from elsewhere, in case the
// service or a proxy repeats what it was sent, be it escaped for a URL, for
// XML or JSON, or in base64.
type redactor struct {
	mu      sync.Mutex
	secrets []knownSecret
}

// knownSecret is a secret and how to find it, made when it is first looked for.
type knownSecret struct {
	secret Secret
	forms  *regexp.Regexp
}

func (r *redactor) add(secrets ...Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range secrets {
		if secret != "" {
			r.secrets = append(r.secrets, knownSecret{secret: secret})
		}
	}
	// A longer one may contain a shorter one, and goes as a whole.
	slices.SortStableFunc(r.secrets, func(a, b knownSecret) int { return cmp.Compare(len(b.secret), len(a.secret)) })
}

func (r *redactor) redact(text string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.secrets {
		known := &r.secrets[i]
		if known.forms == nil {
			known.forms = formsOf(string(known.secret))
		}
		text = known.forms.ReplaceAllLiteralString(strings.ReplaceAll(text, string(known.secret), redacted), redacted)
	}
	return text
}

// safe is a text from elsewhere as an error may repeat it: without secrets, on
// one line, without what a terminal obeys, and not endless.
func (r *redactor) safe(text string) string {
	if len(text) > readText {
		return fmt.Sprintf("(a text of %d KiB)", len(text)>>10)
	}
	runes := []rune(OneLine(r.redact(text)))
	if len(runes) > shownText {
		return string(runes[:shownText]) + "…"
	}
	return string(runes)
}

// safeError is an error whose text may hold something from elsewhere. It is
// still found by errors.Is and errors.As.
func (r *redactor) safeError(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if safe := r.safe(text); safe != text {
		return reworded{text: safe, err: err}
	}
	return err
}

// reworded is an error with another text.
type reworded struct {
	text string
	err  error
}

func (e reworded) Error() string { return e.text }

func (e reworded) Unwrap() error { return e.err }

// formsOf matches a secret however it is escaped, and in base64 wherever it
// stands in what was encoded.
func formsOf(secret string) *regexp.Regexp {
	forms := []string{escapedForms(secret)}
	for before := range 3 {
		// Characters at either end hold bits of what stands beside the secret.
		encoded := base64.RawStdEncoding.EncodeToString(append(make([]byte, before), secret...))
		if (before+len(secret))%3 != 0 {
			encoded = encoded[:len(encoded)-1]
		}
		encoded = encoded[min((before*8+5)/6, len(encoded)):]
		if len(encoded) >= shortestEncoded {
			forms = append(forms, escapedForms(encoded), escapedForms(strings.NewReplacer("+", "-", "/", "_").Replace(encoded)))
		}
	}
	return regexp.MustCompile(strings.Join(forms, "|"))
}

// escapedForms is a pattern of a text in which every character but ASCII's
// letters and digits, which nobody escapes, may be escaped for a URL, XML, HTML or JSON.
func escapedForms(text string) string {
	var pattern strings.Builder
	for _, r := range text {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			pattern.WriteRune(r)
			continue
		}
		var percent, json strings.Builder
		for _, b := range []byte(string(r)) {
			fmt.Fprintf(&percent, "%%%02x", b)
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&json, `\\u%04x`, unit)
		}
		literal := regexp.QuoteMeta(string(r))
		fmt.Fprintf(&pattern, `(?:\\?%s|%s|(?i:%s|%s|&#0*%d;|&#x0*%x;)`, literal, regexp.QuoteMeta(html.EscapeString(string(r))), percent.String(), json.String(), r, r)
		switch r {
		case ' ':
			pattern.WriteString(`|\+`)
		case '"':
			pattern.WriteString(`|&quot;`)
		case '\'':
			pattern.WriteString(`|&apos;`)
		}
		pattern.WriteString(")")
	}
	return pattern.String()
}
