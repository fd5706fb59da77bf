package main

import (
	"fmt"
	"time"
)

// The targets, for 50 ms of latency.
const (
	mostAtOnce       = 10
	planOfPlanOnly   = 1.25
	mostForOneChange = 5
	mostCPU          = 1.0 // ms of an object in a refresh
	mostMemory       = 150 << 20
	pageSize         = 1000
)

// judge prints whether a target was met, with what was measured.
func judge(met bool, target, measured string, arguments ...any) {
	verdict := "**MISSED**"
	if met {
		verdict = "met"
	}
	row(verdict, target, fmt.Sprintf(measured, arguments...))
}

// printTargets judges the estates with the most objects.
func printTargets(o options, lives []life, refreshes []seeded) {
	n := o.counts[len(o.counts)-1]
	fmt.Printf("\n## Targets\n\nFor %d objects of a kind, and for tasks that are there.\n\n", n)
	header(3, "verdict", "target", "measured")
	for _, lived := range lives {
		if lived.n == n {
			judgeLife(lived)
		}
	}
	for _, refreshed := range refreshes {
		judgeSeeded(refreshed)
	}
}

func judgeLife(lived life) {
	about := lived.name + ": "
	refresh, plan := lived.phases[refreshPhase], lived.phases[planPhase]
	byRoute := refresh.requests.ByRoute
	if lived.planted != nil {
		lists := 1
		if lived.listPages {
			lists = (lived.n + pageSize - 1) / pageSize
		}
		judge(byRoute[lived.list] <= lists && byRoute[lived.item] <= mostAtOnce, about+"one list for a refresh, in pages of 1,000 where it has them",
			"%s", routes(byRoute))
		judge(plan.wall <= time.Duration(planOfPlanOnly*float64(lived.phases[planOnly].wall)), about+"a plan takes at most 1.25 × of plan -refresh=false",
			"%s ×", ratio(plan.wall, lived.phases[planOnly].wall))
	} else {
		oftenest := max(refresh.oftenest(lived.item), plan.oftenest(lived.item))
		judge(byRoute[lived.item] == lived.items(lived.n) && plan.requests.ByRoute[lived.item] == lived.items(lived.n) && oftenest == 1,
			about+"one GET of each in a refresh and a plan", "%d and %d GETs of %d", byRoute[lived.item], plan.requests.ByRoute[lived.item], lived.items(lived.n))
		judge(refresh.most <= mostAtOnce && plan.most <= mostAtOnce, about+"at most ten requests at once", "%d in a refresh, %d in a plan", refresh.most, plan.most)
	}
	change := lived.phases[changePhase]
	further, which := beyond(plan, change)
	judge(further <= mostForOneChange, about+"one change takes at most five requests more than a plan, sign-ins apart", "%d: %s", further, which)
	judgeSignIns(lived)
	judge(refresh.cpuOf(lived.n) < mostCPU, about+"the provider takes less than 1 ms of CPU time for an object in a refresh", "%.2f ms", refresh.cpuOf(lived.n))
}

// beyond is what a command asked more often than another one.
func beyond(one, other measurement) (further int, which string) {
	more := map[string]int{}
	for route, count := range other.requests.ByRoute {
		if n := count - one.requests.ByRoute[route]; n > 0 && !ofEveryProcess(route) {
			more[route] = n
			further += n
		}
	}
	return further, routes(more)
}

// withoutProcesses counts the requests, but for what every process asks.
func withoutProcesses(m measurement) int {
	n := 0
	for route, count := range m.requests.ByRoute {
		if !ofEveryProcess(route) {
			n += count
		}
	}
	return n
}

// processes are those of the provider that may talk to the server: one for each
// walk of Terraform over the estate.
var processes = map[string]int{applyPhase: 2, refreshPhase: 1, planPhase: 1, planOnly: 1, changePhase: 2, destroyPhase: 2}

func judgeSignIns(lived life) {
	met, measured := true, ""
	for _, phase := range phases {
		took := lived.phases[phase.name]
		met = met && took.signIns() == took.signOuts() && took.signIns() <= processes[phase.name]
		measured += fmt.Sprintf("%s: %d + %d of %d. ", phase.name, took.signIns(), took.signOuts(), processes[phase.name])
	}
	judge(met, lived.name+": one sign-in and one sign-out for each process that talks to the server", "%s", measured)
}

func judgeSeeded(s seeded) {
	if s.managed == s.onSite {
		judge(s.PeakBytes < mostMemory, fmt.Sprintf("%s: less than 150 MiB of memory for %d", s.name, s.managed), "%s", mebibytes(s.PeakBytes))
		return
	}
	pages := s.requests.ByRoute[s.beside]
	judge(s.requests.ByRoute[s.item] == s.managed && withoutProcesses(s.measurement) == s.managed+pages && pages < s.onSite/pageSize,
		fmt.Sprintf("%s: %d on a site with %d are read by their ids, without a whole list", s.name, s.managed, s.onSite),
		"%s; %.1f KiB", routes(s.requests.ByRoute), float64(s.bytes)/1024)
}
