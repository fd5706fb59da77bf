// Command licences lists under which licences the code stands that the
// provider is built of, on every system that it is released for. It fails when
// one is not allowed, not recognised or missing. It runs in the provider's folder.
package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// allowed are licences under which code may be part of a program that is itself
// under the MPL 2.0, by their SPDX ids.
var allowed = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0"}

// systems are those of .goreleaser.yml.
var systems = []string{"darwin", "freebsd", "linux", "windows"}

// leastKnown is how much of a file has to be the words of known licences, in percent.
const leastKnown = 75

var licenceFile = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying)`)

func main() {
	modules, err := dependencies()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	failed := false
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		licences, err := modules[name].licences()
		fmt.Printf("%-90s %s\n", name, strings.Join(licences, ", "))
		if err != nil {
			failed = true
			fmt.Fprintf(os.Stderr, "%s: %s\n", name, err)
		}
	}
	if failed || len(modules) == 0 {
		fmt.Fprintf(os.Stderr, "allowed are %s\n", strings.Join(allowed, ", "))
		os.Exit(1)
	}
}

// module is one that the provider is built of, and which of its packages.
type module struct {
	root     string
	packages map[string]bool // by folder
}

// dependencies are the modules that end up in the provider, by path and version.
func dependencies() (map[string]module, error) {
	modules := map[string]module{}
	for _, system := range systems {
		list := exec.Command("go", "list", "-deps", "-f",
			`{{if .Module}}{{if not .Module.Main}}{{.Module.Path}}@{{.Module.Version}}{{"\t"}}{{.Module.Dir}}{{"\t"}}{{.Dir}}{{end}}{{end}}`, ".")
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		list.Stderr = os.Stderr
		output, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", system, err)
		}
		for line := range strings.Lines(string(output)) {
			fields := strings.Split(strings.TrimSpace(line), "\t")
			if len(fields) != 3 {
				continue
			}
			if _, known := modules[fields[0]]; !known {
				modules[fields[0]] = module{root: fields[1], packages: map[string]bool{}}
			}
			modules[fields[0]].packages[fields[2]] = true
		}
	}
	return modules, nil
}

// licences are those of the module's root, and of the folders between it and
// the packages that are used: code that was taken over brings its own.
func (m module) licences() ([]string, error) {
	folders := map[string]bool{m.root: true}
	for folder := range m.packages {
		for ; len(folder) > len(m.root); folder = filepath.Dir(folder) {
			folders[folder] = true
		}
	}
	found := map[string]bool{}
	for folder := range folders {
		ids, err := licencesIn(folder)
		if err != nil {
			return nil, err
		}
		if folder == m.root && len(ids) == 0 {
			return nil, fmt.Errorf("it has no licence")
		}
		for _, id := range ids {
			found[id] = true
		}
	}
	ids := slices.Sorted(maps.Keys(found))
	for _, id := range ids {
		if !slices.Contains(allowed, id) {
			return ids, fmt.Errorf("the licence %s is not allowed", id)
		}
	}
	return ids, nil
}

// licencesIn are the licences in a folder's files, not those in folders below.
func licencesIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, entry := range entries {
		if entry.IsDir() || !licenceFile.MatchString(entry.Name()) || filepath.Ext(entry.Name()) == ".go" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		cover := licensecheck.Scan(text)
		if cover.Percent < leastKnown {
			return nil, fmt.Errorf("the licence in %s is not recognised", entry.Name())
		}
		for _, match := range cover.Match {
			ids = append(ids, match.ID)
		}
	}
	return ids, nil
}
