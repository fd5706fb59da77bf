package provider_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// estate has, for each product, a site and a configuration with every resource
// on it in every form: what is applied to keep a release's state.
const estate = "testdata/estate"

// keepVariable makes TestReleases_terraformReadsTheirState keep the state of the
// newest release of the change log first, unless it is out and has.
const keepVariable = "KEEP_STATE"

// TestReleases_terraformReadsTheirState is what a user sees who updates from the
// last release: Terraform itself finds nothing to do.
func TestReleases_terraformReadsTheirState(t *testing.T) {
	t.Parallel()
	if os.Getenv(keepVariable) != "" {
		newest, kept := allHeadings(t)[0], keptReleases(t)
		if newest.isFinal(kept) {
			t.Fatal(newest.howToKeepMore(kept))
		}
		keepRelease(t, newest.release())
	}
	kept := keptReleases(t)
	last := keptState{kept[len(kept)-1], "server"}
	cli := terraformOn(t, last.site(t), map[string]string{"main.tf.json": string(readFile(t, last.path("main.tf.json")))})
	cli.Write("terraform.tfstate", string(readFile(t, last.path(stateFile))))
	cli.ExpectNoChange()
}

// terraformOn names the provider in full, as state does, so that OpenTofu reads
// what Terraform wrote.
func terraformOn(t *testing.T, site *acctest.Site, files map[string]string) *acctest.CLI {
	t.Helper()
	files["terraform.tf"] = `terraform {
  required_providers {
    tableau = {
      source = "registry.terraform.io/tableau-as-code/tableau"
    }
  }
}
`
	return site.NewCLI(t, files)
}

// keepRelease applies the estate, and keeps what a later release must be able to
// read and continue.
func keepRelease(t *testing.T, release string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(releases, release)); err != nil {
		t.Fatal(err)
	}
	for product, of := range products {
		source, kept := estate+"/"+product+"/", keptState{release, product}
		site := siteFrom(t, source+"site.json", of)
		config := readFile(t, source+"main.tf.json")
		cli := terraformOn(t, site, map[string]string{
			"main.tf.json": string(config), "import.tf.json": string(readFile(t, source+"import.tf.json")),
		})
		cli.Succeed("apply", "-auto-approve", "-input=false")
		cli.ExpectNoChange()
		if err := os.MkdirAll(kept.path(""), 0o750); err != nil {
			t.Fatal(err)
		}
		writeFile(t, kept.path("main.tf.json"), config)
		writeFile(t, kept.path(stateFile), []byte(cli.Read("terraform.tfstate")))
		writeFile(t, kept.path("site.json"), seedOf(t, site))
	}
	writeFile(t, filepath.Join(releases, release, schemaFile), indented(t, schemasNow(t)))
}

func indented(t *testing.T, value any) []byte {
	t.Helper()
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(value); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// seedOf is a seed for a mock server that holds what this one does.
func seedOf(t *testing.T, site *acctest.Site) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site.URL+"/mock/state", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var held map[string]json.RawMessage
	if err := json.NewDecoder(response.Body).Decode(&held); err != nil {
		t.Fatal(err)
	}
	for _, ofTheServer := range []string{"product", "api_version", "now", "time_zone", "sessions"} {
		delete(held, ofTheServer)
	}
	var users []map[string]any
	if err := json.Unmarshal(held["users"], &users); err != nil {
		t.Fatal(err)
	}
	users = slices.DeleteFunc(users, func(user map[string]any) bool { return user["name"] == "demo" }) // It is there by itself.
	if held["users"], err = json.Marshal(users); err != nil {
		t.Fatal(err)
	}
	return indented(t, held)
}

func writeFile(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
