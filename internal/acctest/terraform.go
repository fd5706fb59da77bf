package acctest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/provider"
)

// retryUnit keeps tests that meet faults quick. Thirty of them bound a wait for
// the index, which must be enough on a busy machine.
const retryUnit = 50 * time.Millisecond

// NewProvider is the provider as tests run it.
func NewProvider() *provider.Provider { return newProvider(retryUnit) }

func newProvider(unit time.Duration) *provider.Provider {
	return &provider.Provider{Version: "test", RetryUnit: unit}
}

// Run runs a test case with real Terraform.
func Run(t *testing.T, test resource.TestCase) {
	t.Helper()
	if _, err := terraform(); err != nil {
		t.Fatal(err)
	}
	test.ProtoV6ProviderFactories = map[string]func() (tfprotov6.ProviderServer, error){
		"tableau": providerserver.NewProtocol6WithError(NewProvider()),
	}
	resource.UnitTest(t, test)
}

// terraform finds the Terraform or OpenTofu of the tests, and keeps a
// developer's own settings away from it.
var terraform = sync.OnceValues(func() (string, error) {
	binary := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if binary == "" {
		root, err := moduleRoot()
		if err != nil {
			return "", err
		}
		binary = filepath.Join(root, ".bin", "terraform")
	}
	if _, err := os.Stat(binary); err != nil {
		return "", fmt.Errorf("no Terraform for the tests: run `make tools`, or set TF_ACC_TERRAFORM_PATH (%w)", err)
	}
	environment := map[string]string{
		"TF_ACC_TERRAFORM_PATH": binary,
		"TF_CLI_CONFIG_FILE":    os.DevNull,
		// A command lives for half a second, of which collecting garbage takes a sixth.
		"GOGC": "400",
	}
	if version, err := versionOf(binary); err != nil {
		return "", err
	} else if version.openTofu {
		environment["TF_ACC_PROVIDER_HOST"] = "registry.opentofu.org"
	}
	for name, value := range environment {
		if err := os.Setenv(name, value); err != nil {
			return "", err
		}
	}
	return binary, nil
})

// moduleRoot is the folder of go.mod, above the test's own.
func moduleRoot() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", errors.New("no go.mod above the test's folder")
		}
		folder = parent
	}
}
