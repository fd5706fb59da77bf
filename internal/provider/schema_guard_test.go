package provider_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

const schemaFile = "schema.json"

// TestReleases_schemasReadWhatTheyWrote compares today's schemas with those of
// each release. What it finds would meet users only after they updated.
func TestReleases_schemasReadWhatTheyWrote(t *testing.T) {
	t.Parallel()
	now, upgraders := schemasNow(t), upgradersNow(t)
	for _, release := range keptReleases(t) {
		then := readJSON[offer](t, filepath.Join(releases, release, schemaFile))
		for _, problem := range broken(then, now, upgraders) {
			t.Errorf("release %s: %s", release, problem)
		}
	}
}

// broken says what a user of then would find broken now.
func broken(then, now offer, upgraders map[string][]int64) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(then)) {
		is, there := now[name]
		if !there {
			found = append(found, name+" is gone: keep it, and deprecate it")
			continue
		}
		found = append(found, then[name].broken(name, is, upgraders[name])...)
	}
	return found
}

func (then shape) broken(name string, now shape, upgraders []int64) []string {
	switch {
	case now.Version < then.Version:
		return []string{fmt.Sprintf("%s went back from version %d to %d: versions only grow", name, then.Version, now.Version)}
	case now.Version > then.Version:
		var found []string
		for version := range now.Version {
			if !slices.Contains(upgraders, version) {
				found = append(found, fmt.Sprintf("%s has version %d, and no upgrader from version %d", name, now.Version, version))
			}
		}
		return found
	}
	advice := ": configurations break. Keep it as it was, and deprecate it"
	if isKept(name) {
		advice = fmt.Sprintf(": what is in state cannot be read, or is lost. Keep it as it was, or raise its Version to %d and add an upgrader from %[2]d",
			now.Version+1, now.Version)
	}
	var found []string
	for _, difference := range then.differences(now) {
		found = append(found, name+": "+difference+advice)
	}
	return found
}

// isKept reports whether Terraform keeps values of it in state.
func isKept(name string) bool {
	return strings.HasPrefix(name, "resource ") || strings.HasPrefix(name, "identity ")
}

// differences are those that matter: attributes may be added that nobody has to
// write, and rules may be loosened.
func (then shape) differences(now shape) []string {
	var found []string
	for _, path := range slices.Sorted(maps.Keys(then.Attributes)) {
		was := then.Attributes[path]
		is, there := now.Attributes[path]
		switch {
		case !there:
			found = append(found, path+" is gone")
		case is.kind() != was.kind():
			found = append(found, fmt.Sprintf("%s was a %s and is a %s", path, was.kind(), is.kind()))
		case is.required() && !was.required():
			found = append(found, path+" has become required")
		case was.writable() && !is.writable():
			found = append(found, path+" cannot be configured any more")
		}
	}
	for _, path := range slices.Sorted(maps.Keys(now.Attributes)) {
		if _, known := then.Attributes[path]; !known && now.Attributes[path].required() && then.has(parent(path)) {
			found = append(found, path+" is new and required")
		}
	}
	return found
}

// has reports whether there is such an attribute; the root always is.
func (then shape) has(path string) bool {
	_, there := then.Attributes[path]
	return there || path == ""
}

func parent(path string) string {
	return path[:max(0, strings.LastIndex(path, "."))]
}

// upgradersNow are the versions from which each resource and identity is brought up.
func upgradersNow(t *testing.T) map[string][]int64 {
	t.Helper()
	p := acctest.NewProvider()
	all := map[string][]int64{}
	for _, made := range p.Resources(t.Context()) {
		one := made()
		var metadata resource.MetadataResponse
		one.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "tableau"}, &metadata)
		if with, can := one.(resource.ResourceWithUpgradeState); can {
			all["resource "+metadata.TypeName] = slices.Collect(maps.Keys(with.UpgradeState(t.Context())))
		}
		if with, can := one.(resource.ResourceWithUpgradeIdentity); can {
			all["identity "+metadata.TypeName] = slices.Collect(maps.Keys(with.UpgradeIdentity(t.Context())))
		}
	}
	return all
}

// TestReleases_schemaGuardNotices has the guard itself look at schemas that were
// changed in every way that counts, and in those that do not.
func TestReleases_schemaGuardNotices(t *testing.T) {
	t.Parallel()
	then := shape{Version: 0, Attributes: map[string]attribute{
		"id": "String computed", "name": "String required", "note": "String optional", "rules": "Map[Map[String]] optional", "frequency": "Object optional",
		"frequency.start": "String required",
	}}
	const lost = ": what is in state cannot be read, or is lost. Keep it as it was, or raise its Version to 1 and add an upgrader from 0"
	for name, test := range map[string]struct {
		change    func(*shape)
		upgraders []int64
		want      []string
	}{
		"nothing":             {change: func(*shape) {}},
		"one more":            {change: with("extra", "Number optional")},
		"one more object":     {change: func(s *shape) { with("more", "Object optional")(s); with("more.start", "String required")(s) }},
		"no longer required":  {change: with("name", "String optional computed")},
		"an attribute gone":   {change: func(s *shape) { delete(s.Attributes, "note") }, want: []string{"resource r: note is gone" + lost}},
		"another type":        {change: with("note", "Number optional"), want: []string{"resource r: note was a String and is a Number" + lost}},
		"another element":     {change: with("rules", "Map[String] optional"), want: []string{"resource r: rules was a Map[Map[String]] and is a Map[String]" + lost}},
		"another nesting":     {change: with("frequency", "List[Object] optional"), want: []string{"resource r: frequency was a Object and is a List[Object]" + lost}},
		"now required":        {change: with("note", "String required"), want: []string{"resource r: note has become required" + lost}},
		"no longer written":   {change: with("note", "String computed"), want: []string{"resource r: note cannot be configured any more" + lost}},
		"new and required":    {change: with("frequency.zone", "String required"), want: []string{"resource r: frequency.zone is new and required" + lost}},
		"with an upgrader":    {change: func(s *shape) { s.Version = 1; delete(s.Attributes, "note") }, upgraders: []int64{0}},
		"without an upgrader": {change: func(s *shape) { s.Version = 1 }, want: []string{"resource r has version 1, and no upgrader from version 0"}},
		"a gap of upgraders": {
			change: func(s *shape) { s.Version = 3 }, upgraders: []int64{0, 2}, want: []string{"resource r has version 3, and no upgrader from version 1"},
		},
		"an older version": {change: func(s *shape) { s.Version = -1 }, want: []string{"resource r went back from version 0 to -1: versions only grow"}},
	} {
		now := shape{Attributes: maps.Clone(then.Attributes)}
		test.change(&now)
		got := broken(offer{"resource r": then}, offer{"resource r": now}, map[string][]int64{"resource r": test.upgraders})
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: the guard says %q, want %q", name, got, test.want)
		}
	}
	gone := broken(offer{"function f": then}, offer{}, nil)
	if !slices.Equal(gone, []string{"function f is gone: keep it, and deprecate it"}) {
		t.Errorf("without the function the guard says %q", gone)
	}
	now := shape{Attributes: maps.Clone(then.Attributes)}
	delete(now.Attributes, "note")
	shown := broken(offer{"data source d": then}, offer{"data source d": now}, nil)
	if !slices.Equal(shown, []string{"data source d: note is gone: configurations break. Keep it as it was, and deprecate it"}) {
		t.Errorf("of the data source the guard says %q", shown)
	}
}

func with(path string, kept attribute) func(*shape) {
	return func(s *shape) { s.Attributes[path] = kept }
}
