package provider_test

import (
	"maps"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// FuzzImportID: whatever text is imported into whichever resource, it is refused with one error that says why, or taken. What was
// taken has an identity, and importing that gives the same.
func FuzzImportID(f *testing.F) {
	for name := range samples {
		f.Add(name, "4d652179-36bf-47e4-a9dc-e069227c72d0")
		f.Add(name, "workbook/4D652179-36BF-47E4-A9DC-E069227C72D0/group:CORP\\Finance")
	}
	f.Fuzz(func(t *testing.T, resource, id string) {
		if !utf8.ValidString(id) {
			return // Terraform sends no such text.
		}
		if names := slices.Sorted(maps.Keys(samples)); !slices.Contains(names, resource) {
			resource = names[len(resource)%len(names)]
		}
		p := acctest.NewProtocol(t)
		acctest.FailOn(t, p.Configure(t.Context(), t, object{"server_url": "http://127.0.0.1:1", "username": "ann", "password": "hush", "max_retries": 0}))
		imported := importInto(t, p, &tfprotov6.ImportResourceStateRequest{TypeName: resource, ID: id})
		if imported == nil || resource == "tableau_grantee_permissions" { // Whose names are asked of the service.
			return
		}
		again := importInto(t, p, &tfprotov6.ImportResourceStateRequest{TypeName: resource, Identity: imported.Identity})
		if again == nil {
			t.Fatalf("%s %q has an identity that cannot be imported", resource, id)
		}
		if diff := cmp.Diff(p.DecodeResource(t, resource, imported.State), p.DecodeResource(t, resource, again.State)); diff != "" {
			t.Fatalf("%s %q differs by identity: %s", resource, id, diff)
		}
	})
}

// importInto gives what was imported, nil for what was refused.
func importInto(t *testing.T, p *acctest.Protocol, request *tfprotov6.ImportResourceStateRequest) *tfprotov6.ImportedResource {
	t.Helper()
	response, err := p.ImportResourceState(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if len(response.Diagnostics) == 0 && len(response.ImportedResources) == 1 && response.ImportedResources[0].Identity != nil {
		return response.ImportedResources[0]
	}
	if len(response.Diagnostics) != 1 || len(response.ImportedResources) > 0 || response.Diagnostics[0].Summary == "" || response.Diagnostics[0].Detail == "" {
		t.Fatalf("%s %q: %d imported, with %d diagnostics", request.TypeName, request.ID, len(response.ImportedResources), len(response.Diagnostics))
	}
	return nil
}
