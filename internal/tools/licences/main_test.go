package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const (
	isc = "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above " +
		"copyright notice and this permission notice appear in all copies.\n\nTHE SOFTWARE IS PROVIDED \"AS IS\" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH " +
		"REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, " +
		"DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, " +
		"NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.\n"
	gpl = "This program is free software: you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free " +
		"Software Foundation, either version 3 of the License, or (at your option) any later version.\n"
)

func TestLicences_ofAModule(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		found []string
		err   string
	}{
		"allowed":            {map[string]string{"LICENSE": isc}, []string{"ISC"}, ""},
		"not allowed":        {map[string]string{"COPYING.txt": gpl}, []string{"GPL-3.0-or-later"}, "the licence GPL-3.0-or-later is not allowed"},
		"none":               {map[string]string{"README": isc}, nil, "it has no licence"},
		"not a known one":    {map[string]string{"Licence.md": "Ask me."}, nil, "the licence in Licence.md is not recognised"},
		"of a package used":  {map[string]string{"LICENSE": isc, "used/LICENSE": gpl}, []string{"GPL-3.0-or-later", "ISC"}, "the licence GPL-3.0-or-later is not allowed"},
		"of one that is not": {map[string]string{"LICENSE": isc, "other/LICENSE": gpl}, []string{"ISC"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := module{root: t.TempDir(), packages: map[string]bool{}}
			m.packages[filepath.Join(m.root, "used", "here")] = true
			for file, text := range test.files {
				file = filepath.Join(m.root, file)
				os.MkdirAll(filepath.Dir(file), 0o700)
				os.WriteFile(file, []byte(text), 0o600)
			}
			os.MkdirAll(filepath.Join(m.root, "used", "here"), 0o700)
			found, err := m.licences()
			said := ""
			if err != nil {
				said = err.Error()
			}
			if !slices.Equal(found, test.found) || said != test.err {
				t.Errorf("got %v, %q, want %v, %q", found, said, test.found, test.err)
			}
		})
	}
}
