package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun_servesUntilItIsInterrupted(t *testing.T) {
	seed := filepath.Join(t.TempDir(), "site.json")
	if err := os.WriteFile(seed, []byte(`{"sites": [{"name": "Finance", "content_url": "finance"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	stdout, out := io.Pipe()
	code := make(chan int)
	var stderr strings.Builder
	go func() {
		code <- run(ctx, []string{"-product", "cloud", "-api-version", "3.24", "-seed", seed, "-time-zone", "Europe/London"}, out, &stderr)
	}()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base, found := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !found || !strings.HasPrefix(base, "http://127.0.0.1:") {
		t.Fatalf("printed %q", line)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/mock/state", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	state, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"product":"cloud"`, `"api_version":"3.24"`, `"content_url":"finance"`, `"time_zone":"Europe/London"`} {
		if !strings.Contains(string(state), want) {
			t.Errorf("%s is not in %s", want, state)
		}
	}
	interrupt()
	if got := <-code; got != 0 || stderr.Len() != 0 {
		t.Errorf("ended with %d and %q", got, stderr.String())
	}
}

func TestRun_explainsWhatIsWrong(t *testing.T) {
	badSeed := filepath.Join(t.TempDir(), "bad.json")
	if err := os.WriteFile(badSeed, []byte(`{"sits": []}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"-h"}, 0, "Usage: mockserver [flags]"},
		{[]string{"-h"}, 0, `on Cloud the site's content URL is "demo"`},
		{[]string{"-nonsense"}, 2, "flag provided but not defined: -nonsense"},
		{[]string{"seed.json"}, 2, `mockserver: unexpected argument "seed.json": there are only flags`},
		{[]string{"-listen", "0.0.0.0:0"}, 1, "not a loopback address"},
		{[]string{"-product", "desktop"}, 1, `mockserver: unknown product "desktop": use "server" or "cloud"`},
		{[]string{"-seed", badSeed}, 1, `bad.json: seed: unknown field "sits"`},
		{[]string{"-seed", "missing.json"}, 1, "open missing.json"},
		{[]string{"-fault-kinds", "all"}, 1, `mockserver: unknown kinds of faults "all"`},
		{[]string{"-fault-rate", "2"}, 1, "fault rate 2 is not a share"},
	} {
		var stdout, stderr strings.Builder
		if code := run(t.Context(), one.args, &stdout, &stderr); code != one.code || !strings.Contains(stderr.String(), one.want) || stdout.Len() > 0 {
			t.Errorf("%v ended with %d, %q and %q; want %d and %q", one.args, code, stdout.String(), stderr.String(), one.code, one.want)
		}
	}
}
