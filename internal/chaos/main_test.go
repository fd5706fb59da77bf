package chaos_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// retryUnitVariable makes a test binary that Terraform starts a provider that
// waits in units of this. The released one waits too long for tests in which a
// fifth of all requests fail.
const retryUnitVariable = "TABLEAU_CHAOS_RETRY_UNIT"

func TestMain(m *testing.M) {
	if unit := os.Getenv(retryUnitVariable); unit != "" {
		serveProvider(unit)
		return
	}
	os.Exit(acctest.Main(m))
}

// serveProvider is main of the provider, with another unit.
func serveProvider(unit string) {
	retryUnit, err := time.ParseDuration(unit)
	if err != nil {
		log.Fatal(err)
	}
	acctest.Serve(retryUnit)
}

// slimSettings are settings of Terraform with which it takes this test binary
// for the provider. Its folder is that of the binary.
var slimSettings = sync.OnceValues(func() (file string, err error) {
	binary, err := os.Executable()
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp(filepath.Dir(binary), "provider-")
	if err != nil {
		return "", err
	}
	if err := os.Link(binary, filepath.Join(folder, "terraform-provider-tableau")); err != nil {
		return "", err
	}
	file = filepath.Join(folder, "settings.tfrc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"tableau-as-code/tableau\" = %q\n  }\n  direct {}\n}\n", folder)
	return file, os.WriteFile(file, []byte(text), 0o600)
})
