package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/cmd/workspace"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// bench runs Terraform on the site, and measures.
type bench struct {
	options
	site  *site
	work  *workspace.Workspace
	usage string // the file
}

// newBench installs this very program as the provider, with the real one beside it.
func newBench(o options, folder, usageFile string) (*bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	site, err := newSite(o.latency)
	if err != nil {
		return nil, err
	}
	work, err := workspace.New(o.terraform, folder, map[string]string{workspace.Provider: self, measuredProvider: o.provider},
		"TABLEAU_SERVER_URL="+site.url, usageVariable+"="+usageFile)
	if err != nil {
		return nil, errors.Join(err, site.close())
	}
	return &bench{o, site, work, usageFile}, nil
}

// init has Terraform find the provider, once for all configurations.
func (b *bench) init(ctx context.Context) error {
	if err := errors.Join(b.configure(allKinds[0], 1), b.site.plant(mockserver.Seed{})); err != nil {
		return err
	}
	_, err := b.measure(ctx, "init", "-input=false")
	return err
}

func (b *bench) configure(k kind, n int) error {
	backend := fmt.Sprintf("terraform {\n  backend \"http\" {\n    address = %q\n  }\n}\n\n", b.site.url+statePath)
	return os.WriteFile(filepath.Join(b.work.Folder, "main.tf"), []byte(backend+k.configuration(n)), 0o600)
}

// measurement is what one command of Terraform took.
type measurement struct {
	asked
	usage
	wall time.Duration
}

// cpuOf is the provider's CPU time for one of n objects, in milliseconds.
func (m measurement) cpuOf(n int) float64 { return m.CPUSeconds * 1000 / float64(n) }

// measure runs Terraform, which must succeed, and where it plans in detail find
// no change.
func (b *bench) measure(ctx context.Context, arguments ...string) (measurement, error) {
	b.site.forget()
	command := b.work.Command(ctx, arguments...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	began := time.Now()
	err := command.Run()
	wall := time.Since(began)
	used, unread := takeUsage(b.usage)
	switch _, failed := errors.AsType[*exec.ExitError](err); {
	case ctx.Err() != nil:
		return measurement{}, ctx.Err()
	case failed:
		lines := strings.Split(strings.TrimSpace(output.String()), "\n")
		return measurement{}, fmt.Errorf("terraform %s: %w\n%s", strings.Join(arguments, " "), err, strings.Join(lines[max(0, len(lines)-40):], "\n"))
	}
	return measurement{b.site.asked(), used, wall}, errors.Join(err, unread)
}

// phase is one command of Terraform in the life of an estate.
type phase struct {
	name      string
	arguments []string
}

const (
	applyPhase   = "apply of all"
	refreshPhase = "refresh"
	planPhase    = "plan"
	planOnly     = "plan -refresh=false"
	changePhase  = "apply of one change"
	destroyPhase = "destroy"
)

// phases are in the order in which they are run.
var phases = []phase{
	{applyPhase, []string{"apply", "-auto-approve"}},
	{refreshPhase, []string{"plan", "-refresh-only"}},
	{planPhase, []string{"plan", "-detailed-exitcode"}},
	{planOnly, []string{"plan", "-refresh=false", "-detailed-exitcode"}},
	{changePhase, []string{"apply", "-auto-approve", "-var=changed=true"}},
	{destroyPhase, []string{"destroy", "-auto-approve"}},
}

// rounds is how often the two plans run whose ratio is judged, in turn: one run
// alone may meet a moment at which the machine is slow.
const rounds = 3

// turns are the phases in the order in which an estate of a kind lives them. The
// two plans stand beside each other.
func turns(k kind) []phase {
	if k.planted == nil {
		return phases
	}
	i := slices.IndexFunc(phases, func(p phase) bool { return p.name == planPhase })
	return slices.Concat(phases[:i], slices.Repeat(phases[i:i+2], rounds), phases[i+2:])
}

// median is the measurement with the middle wall time.
func median(all []measurement) measurement {
	slices.SortFunc(all, func(a, b measurement) int { return cmp.Compare(a.wall, b.wall) })
	return all[len(all)/2]
}

// withTerraform are the arguments of every phase.
func (p phase) withTerraform() []string {
	return slices.Concat(p.arguments, []string{"-input=false", "-no-color", "-parallelism=10"})
}

// life is what the phases of n objects took, by the phases' names: the median of
// those that ran more than once.
type life struct {
	kind
	n      int
	phases map[string]measurement
}

func (b *bench) live(ctx context.Context, k kind, n int) (life, error) {
	lived := life{k, n, map[string]measurement{}}
	b.site.state.forget()
	if err := errors.Join(b.site.plant(k.seed(n)), b.configure(k, n)); err != nil {
		return lived, err
	}
	took := map[string][]measurement{}
	for _, phase := range turns(k) {
		fmt.Fprintf(os.Stderr, "%s: %d %s: %s\n", time.Now().Format(time.TimeOnly), n, k.name, phase.name)
		once, err := b.measure(ctx, phase.withTerraform()...)
		if err != nil {
			return lived, fmt.Errorf("%d %s: %s: %w", n, k.name, phase.name, err)
		}
		took[phase.name] = append(took[phase.name], once)
	}
	for name, all := range took {
		lived.phases[name] = median(all)
	}
	return lived, nil
}

// table measures and prints all kinds and counts, Terraform's own resource first.
func (b *bench) table(ctx context.Context) ([]life, error) {
	printTableHeader()
	var lives []life
	for _, n := range b.counts {
		terraform, err := b.live(ctx, baseline, n)
		if err != nil {
			return nil, err
		}
		printLife(terraform, terraform)
		for _, k := range b.kinds {
			lived, err := b.live(ctx, k, n)
			if err != nil {
				return nil, err
			}
			printLife(lived, terraform)
			lives = append(lives, lived)
		}
	}
	return lives, nil
}
