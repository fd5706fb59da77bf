package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
)

// few is how many tasks of a big site are managed.
const few = 3

// seeded is the refresh of tasks that were on the site before.
type seeded struct {
	kind
	managed, onSite int
	measurement
}

// seededTable measures and prints refreshes of estates that would take long to
// apply: many tasks, for the memory, and few tasks of a big site.
func (b *bench) seededTable(ctx context.Context) ([]seeded, error) {
	if b.memory == 0 && b.onSite == 0 {
		return nil, nil
	}
	printSeededHeader()
	var all []seeded
	for _, k := range b.kinds {
		if k.planted == nil {
			continue
		}
		for _, size := range []struct{ managed, onSite int }{{b.memory, b.memory}, {few, b.onSite}} {
			if size.managed == 0 || size.onSite == 0 {
				continue
			}
			fmt.Fprintf(os.Stderr, "%s: %d %s of %d: refresh\n", time.Now().Format(time.TimeOnly), size.managed, k.name, size.onSite)
			one, err := b.refreshSeeded(ctx, k, size.managed, size.onSite)
			if err != nil {
				return nil, fmt.Errorf("%d %s of %d: %w", size.managed, k.name, size.onSite, err)
			}
			printSeeded(one)
			all = append(all, one)
		}
	}
	return all, nil
}

func (b *bench) refreshSeeded(ctx context.Context, k kind, managed, onSite int) (seeded, error) {
	seed := k.seed(onSite)
	var instances []any
	// The managed ones stand all over the list, and at its end.
	every := onSite / managed
	for place := range onSite {
		if i := place / every; place%every == every-1 && i < managed {
			attributes := k.planted(i, scheduleOf(i), &seed)
			attributes["id"] = numbered(taskIDs, i)
			instances = append(instances, map[string]any{"index_key": i, "schema_version": 0, "attributes": attributes})
		} else {
			k.planted(managed+place, numbered(scheduleIDs, place%schedulesOnSite), &seed)
		}
	}
	if err := errors.Join(b.site.plant(seed), b.configure(k, managed), b.keepState(k, instances)); err != nil {
		return seeded{}, err
	}
	took, err := b.measure(ctx, phase{arguments: []string{"plan", "-detailed-exitcode"}}.withTerraform()...)
	return seeded{k, managed, onSite, took}, err
}

// keepState keeps a state in the format of Terraform's state files, version 4.
func (b *bench) keepState(k kind, instances []any) error {
	state, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.14.0", "serial": 1, "lineage": "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb",
		"resources": []any{map[string]any{
			"mode": "managed", "type": k.resource, "name": "all", "instances": instances,
			"provider": `provider["registry.terraform.io/tableau-as-code/tableau"]`,
		}},
	})
	if err != nil {
		return err
	}
	b.site.state.keep(state)
	return nil
}
