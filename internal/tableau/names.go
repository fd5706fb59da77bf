package tableau

import "golang.org/x/text/unicode/norm"

// Composed gives a name as Terraform gives every text: with each letter and its
// marks in one character where there is such a one (Unicode's form NFC). Names
// that came from a Mac may have them apart, and would never equal what a
// configuration says.
func Composed(name string) string { return norm.NFC.String(name) }

// HasOneForm reports whether a composed name cannot be written in another way.
func HasOneForm(name string) bool { return norm.NFD.IsNormalString(name) }
