package server_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const both = `
data "tableau_server_info" "here" {}
data "tableau_current_session" "me" {}
`

func TestServerInfo_tellsProductAndVersions(t *testing.T) {
	t.Parallel()
	for product, options := range map[string]mockserver.Options{
		"server": {Product: mockserver.ProductServer, APIVersion: "3.24"},
		"cloud":  {Product: mockserver.ProductCloud, APIVersion: "3.24"},
	} {
		t.Run(product, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, options)
			lines := ""
			if product == "cloud" {
				lines = `site = "demo"`
			}
			var checks []statecheck.StateCheck
			for attribute, value := range map[string]knownvalue.Check{
				"product": knownvalue.StringExact(product), "rest_api_version": knownvalue.StringExact("3.24"), "api_version": knownvalue.StringExact("3.24"),
				"product_version": knownvalue.NotNull(), "build": knownvalue.NotNull(),
			} {
				checks = append(checks, statecheck.ExpectKnownValue("data.tableau_server_info.here", tfjsonpath.New(attribute), value))
			}
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{Config: site.ProviderConfig(lines) + both, ConfigStateChecks: checks}}})
		})
	}
}

func TestServerInfo_ofAProductThatIsNotShownIsNull(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	if err := site.Mock.SetFaults(mockserver.Fault{Route: "GET /sites", Status: 403, Code: "403004"}); err != nil {
		t.Fatal(err)
	}
	p := site.Protocol(t.Context(), t, nil)
	response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "tableau_server_info", Config: p.DataSource(t, "tableau_server_info", acctest.Object{}),
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, response.Diagnostics)
	state := p.DecodeDataSource(t, "tableau_server_info", response.State)
	if state["product"] != nil || state["rest_api_version"] != "3.29" {
		t.Errorf("got %v", state)
	}
}

func TestCurrentSession_tellsWhoAndWhere(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{
		Sites: []mockserver.Site{{ID: "9a8b7c6d-5e4f-4a2b-8c0d-9e8f7a6b5c4d", Name: "Finance", ContentURL: "finance"}},
	}})
	var checks []statecheck.StateCheck
	for attribute, value := range map[string]knownvalue.Check{
		"site_id": knownvalue.StringExact("9a8b7c6d-5e4f-4a2b-8c0d-9e8f7a6b5c4d"), "site_name": knownvalue.StringExact("Finance"),
		"site_content_url": knownvalue.StringExact("finance"), "user_name": knownvalue.StringExact("demo"), "user_id": knownvalue.NotNull(),
		"site_role": knownvalue.StringExact("ServerAdministrator"),
	} {
		checks = append(checks, statecheck.ExpectKnownValue("data.tableau_current_session.me", tfjsonpath.New(attribute), value))
	}
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: site.ProviderConfig(`site = "finance"`) + both, ConfigStateChecks: checks,
	}}})
}
