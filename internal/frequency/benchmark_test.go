package frequency_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var benchmarked = object{"daily": object{
	"start": "12:30:00", "end": "20:30:00", "every_hours": 4, "week_days": list{"Monday", "Wednesday", "Friday"},
}}

func BenchmarkConfigurationToWire(b *testing.B) {
	o := frequencyObject(b, benchmarked)
	b.ReportAllocs()
	for b.Loop() {
		f, diags := frequency.FromObject(b.Context(), o, path.Root("frequency"))
		if diags.HasError() {
			b.Fatal(diags)
		}
		frequency.ToWire(f, tableau.Cloud)
	}
}

func BenchmarkWireToState(b *testing.B) {
	prior := frequencyObject(b, benchmarked)
	kind, details := frequency.ToWire(checked(b, benchmarked), tableau.Cloud)
	b.ReportAllocs()
	for b.Loop() {
		read, ok := frequency.FromWire(kind, &details)
		if !ok {
			b.Fatal("not read")
		}
		frequency.ReconcileObject(b.Context(), prior, read)
	}
}

func BenchmarkNextRuns(b *testing.B) {
	f := checked(b, benchmarked)
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		b.Fatal(err)
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := frequency.NextRuns(f, from, 100, zone); err != nil {
			b.Fatal(err)
		}
	}
}
