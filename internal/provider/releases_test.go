package provider_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// releases has a folder for each release, and in it what that release wrote:
// for each product a site, a configuration, and their state.
const releases = "testdata/releases"

// stateFile is the terraform.tfstate of a release.
const stateFile = "state.json"

// products are the folders of a release.
var products = map[string]mockserver.Product{"server": mockserver.ProductServer, "cloud": mockserver.ProductCloud}

// keptState is one release's state for one product.
type keptState struct{ release, product string }

func (k keptState) path(name string) string {
	return filepath.Join(releases, k.release, k.product, name)
}

// keptReleases are the releases, oldest first as far as their names tell.
func keptReleases(t *testing.T) []string {
	t.Helper()
	folders, err := os.ReadDir(releases)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, folder := range folders {
		names = append(names, folder.Name())
	}
	return names
}

// site is the site as the release left it.
func (k keptState) site(t *testing.T) *acctest.Site {
	t.Helper()
	return siteFrom(t, k.path("site.json"), products[k.product])
}

func siteFrom(t *testing.T, file string, product mockserver.Product) *acctest.Site {
	t.Helper()
	seed, err := mockserver.ReadSeed(bytes.NewReader(readFile(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	return acctest.NewMock(t, mockserver.Options{Product: product, Seed: seed})
}

// written is what the release wrote of each resource, by type and name.
func (k keptState) written(t *testing.T) map[string]map[string]acctest.Written {
	t.Helper()
	state := readJSON[struct {
		Resources []struct {
			Type      string            `json:"type"`
			Name      string            `json:"name"`
			Instances []acctest.Written `json:"instances"`
		} `json:"resources"`
	}](t, k.path(stateFile))
	all := map[string]map[string]acctest.Written{}
	for _, one := range state.Resources {
		if all[one.Type] == nil {
			all[one.Type] = map[string]acctest.Written{}
		}
		all[one.Type][one.Name] = one.Instances[0]
	}
	return all
}

// configured is the configuration of each resource, by type and name.
func (k keptState) configured(t *testing.T) map[string]map[string]object {
	t.Helper()
	config := readJSON[struct {
		Resource map[string]map[string]map[string]any `json:"resource"`
	}](t, k.path("main.tf.json"))
	all := map[string]map[string]object{}
	for kind, blocks := range config.Resource {
		all[kind] = map[string]object{}
		for name, block := range blocks {
			all[kind][name] = objectOf(block)
		}
	}
	return all
}

func objectOf(attributes map[string]any) object {
	made := object{}
	for name, value := range attributes {
		switch value := value.(type) {
		case map[string]any:
			made[name] = objectOf(value)
		case float64:
			made[name] = int(value)
		default:
			made[name] = value
		}
	}
	return made
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func readJSON[T any](t *testing.T, path string) T {
	t.Helper()
	var value T
	if err := json.Unmarshal(readFile(t, path), &value); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return value
}

// TestReleases_stateIsReadWithoutADifference has this provider take over what
// each release wrote, while nothing else has changed.
func TestReleases_stateIsReadWithoutADifference(t *testing.T) {
	t.Parallel()
	for _, release := range keptReleases(t) {
		for product := range products {
			t.Run(release+" "+product, func(t *testing.T) {
				t.Parallel()
				kept := keptState{release, product}
				site, written, configured := kept.site(t), kept.written(t), kept.configured(t)
				block := object{"product": product}
				if product == "cloud" {
					block["site"] = site.ContentURL
				}
				for kind, names := range configured {
					for name, config := range names {
						one := site.Instance(kind, block)
						one.Upgrade(t, written[kind][name])
						readsWithoutADifference(t, kind+"."+name, one, config)
					}
				}
			})
		}
	}
}

func readsWithoutADifference(t *testing.T, address string, one *acctest.Instance, config object) {
	t.Helper()
	state := one.State(t)
	change := one.Plan(t, config)
	for _, d := range change.Diagnostics {
		t.Errorf("%s: %s", address, acctest.DescribeDiagnostic(d))
	}
	if !reflect.DeepEqual(change.Before, state) {
		t.Errorf("%s: reading it made of %v\n%v", address, state, change.Before)
	}
	if change.Action != acctest.NoOp {
		t.Errorf("%s: the plan is %q of %v, want none", address, change.Action, change.Attributes())
	}
}

// TestReleases_everyOneHasKeptItsState holds that a release goes out with its
// state, with every attribute of every resource in it.
func TestReleases_everyOneHasKeptItsState(t *testing.T) {
	t.Parallel()
	kept, headings := keptReleases(t), allHeadings(t)
	for _, one := range headings {
		if !slices.Contains(kept, one.release()) {
			t.Errorf("%s has no state of release %s: run `make keep-state` before it goes out", releases, one.release())
		}
	}
	newest := headings[0]
	inState := map[string]bool{}
	for product := range products {
		for kind, names := range (keptState{newest.release(), product}).written(t) {
			for _, one := range names {
				var attributes map[string]any
				if err := json.Unmarshal(one.Attributes, &attributes); err != nil {
					t.Fatal(err)
				}
				addPaths(inState, "resource "+kind+" ", attributes)
			}
		}
	}
	for name, shape := range schemasNow(t) {
		for path := range shape.Attributes {
			if strings.HasPrefix(name, "resource ") && !inState[name+" "+path] {
				t.Errorf("%s of %s is not in the state of release %s. %s", path, name, newest.release(), newest.howToKeepMore(kept))
			}
		}
	}
}

// addPaths adds the paths of all attributes that have a value.
func addPaths(paths map[string]bool, prefix string, attributes map[string]any) {
	for name, value := range attributes {
		paths[prefix+name] = paths[prefix+name] || value != nil
		if nested, is := value.(map[string]any); is {
			addPaths(paths, prefix+name+".", nested)
		}
	}
}

// heading is one of the change log: a version, and either that it is unreleased or the
// date when it came out.
type heading string

func (h heading) release() string { return strings.Fields(string(h))[0] }

// isFinal reports whether what the release wrote must stay: users have state like it.
func (h heading) isFinal(kept []string) bool {
	return !strings.HasSuffix(string(h), " (Unreleased)") && slices.Contains(kept, h.release())
}

// howToKeepMore says what to do where this heading is on top.
func (h heading) howToKeepMore(kept []string) string {
	if h.isFinal(kept) {
		return fmt.Sprintf("What release %s wrote is never changed: "+
			"begin a heading \"## VERSION (Unreleased)\" for the next one on top of CHANGELOG.md, see that all is in %s, and run `make keep-state`", h.release(), estate)
	}
	return fmt.Sprintf("Add it to %s and run `make keep-state`", estate)
}

// allHeadings are those of the change log, newest first.
func allHeadings(t *testing.T) []heading {
	t.Helper()
	var all []heading
	for line := range strings.Lines(string(readFile(t, "../../CHANGELOG.md"))) {
		if text, is := strings.CutPrefix(line, "## "); is {
			all = append(all, heading(strings.TrimSpace(text)))
		}
	}
	return all
}

func TestHeading_ofAReleaseThatIsOutKeepsWhatItWrote(t *testing.T) {
	t.Parallel()
	const (
		add  = "Add it to testdata/estate and run `make keep-state`"
		next = "What release 0.1.0 wrote is never changed: begin a heading \"## VERSION (Unreleased)\" for the next one on top of CHANGELOG.md, " +
			"see that all is in testdata/estate, and run `make keep-state`"
	)
	for _, test := range []struct {
		heading heading
		kept    []string
		final   bool
		advice  string
	}{
		{"0.1.0 (Unreleased)", nil, false, add},
		{"0.1.0 (Unreleased)", []string{"0.1.0"}, false, add},
		{"0.1.0 (March 3, 2026)", nil, false, add}, // Better late than never.
		{"0.1.0 (March 3, 2026)", []string{"0.1.0"}, true, next},
		{"0.1.0", []string{"0.1.0"}, true, next},
		{"0.2.0 (Unreleased)", []string{"0.1.0"}, false, add},
		{"0.2.0 (April 4, 2026)", []string{"0.1.0"}, false, add},
	} {
		if final, advice := test.heading.isFinal(test.kept), test.heading.howToKeepMore(test.kept); final != test.final || advice != test.advice {
			t.Errorf("%s with %q kept: final is %v, want %v, and the advice\n%s\nwant\n%s", test.heading, test.kept, final, test.final, advice, test.advice)
		}
	}
}
