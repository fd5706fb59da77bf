package tableau_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// What the environment says is read once in a process, so tests of it run this
// program again, as one that makes a single call.
const (
	childServer      = "TEST_CHILD_SERVER_URL"
	childCertificate = "TEST_CHILD_CERTIFICATE_FILE"
	childPanics      = "TEST_CHILD_PANICS"
)

func TestMain(m *testing.M) {
	if os.Getenv(childServer) != "" {
		readOnce()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// readOnce reads a schedule, and prints what comes of it and what is logged.
func readOnce() {
	config := tableau.Config{
		ServerURL: os.Getenv(childServer), CACertificateFile: os.Getenv(childCertificate), AllowInsecureHTTP: true, RetryUnit: time.Millisecond,
		Credentials: tableau.PersonalAccessToken{Name: "ci", Secret: "hush-4711"},
		Log:         func(_ context.Context, message string, fields map[string]any) { fmt.Println(message, fields) },
	}
	client, err := tableau.NewClient(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	schedule, err := client.Schedules().Get(context.Background(), "5e8f")
	if what := os.Getenv(childPanics); what != "" {
		panic(panicValues(client, config, err)[what])
	}
	var failed *tableau.Error
	if errors.As(err, &failed) {
		err = fmt.Errorf("%w: %s", failed, failed.Advice())
	}
	fmt.Println(schedule.Name, err)
}

// panicValues are what a program may panic with that holds a secret, alone and printed.
func panicValues(client *tableau.Client, config tableau.Config, err error) map[string]any {
	all := []any{client, client.Session(), config, &config, config.Credentials, err}
	return map[string]any{
		"client": client, "session": client.Session(), "configuration": config, "credentials": config.Credentials,
		"secret": tableau.Secret("hush-4711"), "error": err,
		"%v": fmt.Sprintf("%v", all), "%+v": fmt.Sprintf("%+v", all), "%#v": fmt.Sprintf("%#v", all),
	}
}

// inChild gives what readOnce prints in a process with this environment.
func inChild(t *testing.T, server string, environment ...string) string {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // It is this very program.
	child.Env = slices.Concat(environment, []string{childServer + "=" + server})
	output, err := child.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	for _, secret := range []string{"hush-4711", "session-1", "proxy-pass"} {
		if strings.Contains(string(output), secret) {
			t.Errorf("it prints the secret %s:\n%s", secret, output)
		}
	}
	return string(output)
}
