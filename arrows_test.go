package main_test

import (
	"go/build"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/tableau-as-code/terraform-provider-tableau"

// arrow says what a package of this module may import of it, and whether it
// may know Terraform.
type arrow struct {
	from      string
	to        []string
	terraform bool
}

// arrows has every package; one that no arrow names is a mistake.
var arrows = []arrow{
	{"", []string{"internal/provider"}, true},
	{"internal/provider", []string{"internal/framework", "internal/frequency", "internal/services/*", "internal/tableau"}, true},
	{"internal/services/*", []string{"internal/framework", "internal/frequency", "internal/tableau", "internal/timing"}, true},
	{"internal/timing", []string{"internal/framework", "internal/frequency", "internal/tableau"}, true},
	{"internal/frequency", []string{"internal/tableau"}, true},
	{"internal/framework", []string{"internal/tableau"}, true},
	{"internal/tableau", nil, false},
	{"internal/mockserver", nil, false},
	{"internal/acctest", []string{"internal/mockserver", "internal/provider"}, true},
	{"internal/chaos", nil, true},
	{"internal/cmd/bench", []string{"internal/cmd/workspace", "internal/mockserver"}, false},
	{"internal/cmd/demo", []string{"internal/cmd/workspace", "internal/mockserver"}, false},
	{"internal/cmd/mockserver", []string{"internal/mockserver"}, false},
	{"internal/cmd/schemajson", []string{"internal/provider"}, true},
	{"internal/cmd/workspace", []string{"internal/mockserver"}, false},
}

// TestArrows_goOneWay reads the imports of every package. Tests may also use
// internal/acctest and internal/mockserver.
func TestArrows_goOneWay(t *testing.T) {
	t.Parallel()
	forTests := []string{"internal/acctest", "internal/mockserver"}
	seen := 0
	for _, folder := range packages(t) {
		seen++
		i := slices.IndexFunc(arrows, func(a arrow) bool { return matches(a.from, folder) })
		if i < 0 {
			t.Errorf("%s: no arrow says what it may import", folder)
			continue
		}
		found, err := build.ImportDir(filepath.FromSlash("./"+folder), 0)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, imported := range found.Imports {
			if !allowed(arrows[i].to, imported, arrows[i].terraform) {
				t.Errorf("%s must not import %s", folder, imported)
			}
		}
		for _, imported := range slices.Concat(found.TestImports, found.XTestImports) {
			own := imported == module+"/"+folder
			if strings.HasPrefix(imported, module) && !own && !allowed(slices.Concat(arrows[i].to, forTests), imported, true) {
				t.Errorf("the tests of %s must not import %s", folder, imported)
			}
		}
	}
	if seen < len(arrows) {
		t.Errorf("%d packages found for %d arrows", seen, len(arrows))
	}
}

func allowed(to []string, imported string, terraform bool) bool {
	if strings.Contains(imported, "hashicorp/terraform-") {
		return terraform
	}
	folder, ours := strings.CutPrefix(imported, module+"/")
	return !ours || slices.ContainsFunc(to, func(pattern string) bool { return matches(pattern, folder) })
}

func matches(pattern, folder string) bool {
	matched, err := filepath.Match(pattern, folder)
	return err == nil && matched
}

// packages are the folders with Go files of this module, "" being its root.
func packages(t *testing.T) []string {
	t.Helper()
	folders := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (path == filepath.Join("internal", "tools") || strings.HasPrefix(entry.Name(), ".") && path != "."):
			return filepath.SkipDir
		case filepath.Ext(path) == ".go":
			folder := filepath.ToSlash(filepath.Dir(path))
			folders[strings.TrimPrefix(folder, ".")] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for folder := range folders {
		list = append(list, folder)
	}
	return list
}
