package chaos_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// someSeeds are enough for all that the generator makes to be among it.
const someSeeds = 200

func TestGenerate_makesTheSameOfTheSameSeed(t *testing.T) {
	t.Parallel()
	for seed := range uint64(someSeeds) {
		one, again := generate(seed), generate(seed)
		if difference := cmp.Diff(one.before, again.before) + cmp.Diff(one.after, again.after); difference != "" {
			t.Fatalf("seed %d: %s", seed, difference)
		}
	}
}

func TestGenerate_makesAllNounsForBothProducts(t *testing.T) {
	t.Parallel()
	made := map[mockserver.Product]map[string]int{mockserver.ProductServer: {}, mockserver.ProductCloud: {}}
	for seed := range uint64(someSeeds) {
		e := generate(seed)
		if n := len(e.before); n < 4 || n > 11 {
			t.Errorf("seed %d has %d resources", seed, n)
		}
		for _, block := range e.before {
			made[e.site.Product][block.Type]++
		}
	}
	for product, nouns := range map[mockserver.Product]int{mockserver.ProductServer: 7, mockserver.ProductCloud: 6} {
		if len(made[product]) != nouns {
			t.Errorf("%s has only %v", product, made[product])
		}
	}
}

func TestGenerate_rendersForTerraform(t *testing.T) {
	t.Parallel()
	referring := false
	for seed := range uint64(someSeeds) {
		text, err := generate(seed).before.JSON()
		if err != nil || !json.Valid([]byte(text)) {
			t.Errorf("seed %d: %v in %s", seed, err, text)
		}
		referring = referring || strings.Contains(text, `"schedule_id": "${tableau_schedule.n1.id}"`)
	}
	if !referring {
		t.Error("nothing refers to a schedule")
	}
}

func TestGenerate_plantsWhatAMockServerTakes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		if _, err := mockserver.New(generate(seed).site); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}
