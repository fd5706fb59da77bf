package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

func row(cells ...string) { fmt.Println("| " + strings.Join(cells, " | ") + " |") }

// header prints the titles of columns. The first ones are of text, the others of
// numbers.
func header(text int, titles ...string) {
	row(titles...)
	lines := slices.Repeat([]string{"---:"}, len(titles))
	copy(lines, slices.Repeat([]string{"---"}, text))
	row(lines...)
}

func printTableHeader() {
	fmt.Printf("\n## Lives of estates\n\n")
	header(2, "kind", "phase", "objects", "requests", "sign-ins and -outs", "at once", "wall", "of terraform_data's", "of plan -refresh=false",
		"provider CPU", "CPU of an object", "peak memory")
}

// printLife prints a row for each phase. A terraform_data has no provider that
// would be started.
func printLife(lived, terraform life) {
	for _, phase := range phases {
		took := lived.phases[phase.name]
		wall := []string{seconds(took.wall), ratio(took.wall, terraform.phases[phase.name].wall), ""}
		if phase.name == planPhase {
			wall[2] = ratio(took.wall, lived.phases[planOnly].wall)
		}
		provider := []string{"", "", ""}
		if took.Processes > 0 {
			provider = []string{fmt.Sprintf("%.2f s", took.CPUSeconds), fmt.Sprintf("%.2f ms", took.cpuOf(lived.n)), mebibytes(took.PeakBytes)}
		}
		row(slices.Concat([]string{
			lived.name, phase.name, fmt.Sprint(lived.n), fmt.Sprint(took.requests.Total),
			fmt.Sprintf("%d + %d", took.signIns(), took.signOuts()), fmt.Sprint(took.most),
		}, wall, provider)...)
	}
}

func printSeededHeader() {
	fmt.Printf("\n## Plans of tasks that are there\n\n")
	header(1, "kind", "managed", "on the site", "requests", "sent to the provider", "at once", "wall", "provider CPU", "CPU of an object", "peak memory")
}

func printSeeded(s seeded) {
	row(s.name, fmt.Sprint(s.managed), fmt.Sprint(s.onSite), routes(s.requests.ByRoute), fmt.Sprintf("%.1f KiB", float64(s.bytes)/1024), fmt.Sprint(s.most),
		seconds(s.wall), fmt.Sprintf("%.2f s", s.CPUSeconds), fmt.Sprintf("%.2f ms", s.cpuOf(s.managed)), mebibytes(s.PeakBytes))
}

// printSpeed says how fast the machine was when the measuring began, and when it ended.
func printSpeed(began, ended time.Duration) {
	fmt.Printf("\nTo sort a million numbers took %d ms before all this, and %d ms after it.\n", began.Milliseconds(), ended.Milliseconds())
}

// routes says how often each was asked, but for what every process asks.
func routes(counts map[string]int) string {
	var told []string
	for _, route := range slices.Sorted(maps.Keys(counts)) {
		if !ofEveryProcess(route) {
			told = append(told, fmt.Sprintf("%d %s", counts[route], route))
		}
	}
	return strings.Join(told, "<br>")
}

// ofEveryProcess reports a request that each process of the provider makes once.
func ofEveryProcess(route string) bool {
	return strings.Contains(route, " /auth/") || strings.EqualFold(route, "GET /serverinfo")
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func ratio(of, to time.Duration) string { return fmt.Sprintf("%.2f", of.Seconds()/to.Seconds()) }

func mebibytes(bytes int64) string { return fmt.Sprintf("%.0f MiB", float64(bytes)/(1<<20)) }
