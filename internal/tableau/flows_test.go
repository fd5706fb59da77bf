package tableau_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	flowsPath = "/api/3.24/sites/9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d/flows"
	prepFlow  = `<tsResponse xmlns="http://tableau.com/api" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <flowOutputSteps><flowOutputStep id="5e4c" name="Extract"/><flowOutputStep id="baa8" name="CSV"/></flowOutputSteps>
  <flow id="d007" name="Prep" description="" webpageUrl="http://tableau.example.com/#/flows/3" fileType="tflx" createdAt="2018-11-06T04:57:55Z" updatedAt="2018-11-06T21:31:00Z">
    <project id="6f8a" name="Default"/><owner id="711e"/><tags><tag label="night"/></tags>
    <parameters>
      <parameter id="d678" type="string" name="Region" description="Where" value="North" isRequired="true">
        <domain xsi:type="flowParameterListDomainType" domainType="list"><values><value>North</value><value>South</value></values></domain>
      </parameter>
      <parameter id="4f22" type="integer" name="Count" description="" value="2" isRequired="false">
        <domain xsi:type="flowParameterRangeDomainType" domainType="range" minValue="1" maxValue="10" stepSize="1"/>
      </parameter>
    </parameters>
  </flow>
</tsResponse>`
	noFlow = `<tsResponse xmlns="http://tableau.com/api"><error code="404027"><summary>Resource Not Found</summary><detail>Flow not found</detail></error></tsResponse>`
)

func TestFlow_getHasParametersAndOutputSteps(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+flowsPath+"/d007", prepFlow)

	got, err := f.client(t).Flows().Get(t.Context(), "d007")
	if err != nil {
		t.Fatal(err)
	}
	want := tableau.Flow{
		ID: "d007", Name: "Prep", WebpageURL: "http://tableau.example.com/#/flows/3", FileType: "tflx",
		CreatedAt: "2018-11-06T04:57:55Z", UpdatedAt: "2018-11-06T21:31:00Z",
		Project: tableau.Reference{ID: "6f8a", Name: "Default"}, Owner: tableau.Reference{ID: "711e"}, Tags: []tableau.Tag{{Label: "night"}},
		Parameters: []tableau.FlowParameter{
			{ID: "d678", Name: "Region", Type: "string", Description: "Where", Value: "North", Required: true,
				Domain: tableau.FlowParameterDomain{Type: "list", Values: []string{"North", "South"}}},
			{ID: "4f22", Name: "Count", Type: "integer", Value: "2", Domain: tableau.FlowParameterDomain{Type: "range", Min: "1", Max: "10"}},
		},
		OutputSteps: []tableau.FlowOutputStep{{ID: "5e4c", Name: "Extract"}, {ID: "baa8", Name: "CSV"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFlow_missingOneIsNotFound(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET "+flowsPath+"/d007", status(404, noFlow))

	if _, err := f.client(t).Flows().Get(t.Context(), "d007"); !tableau.IsNotFound(err) {
		t.Errorf("got %v, want a not-found error", err)
	}
}

func TestFlow_knownOneIsReadOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET "+flowsPath+"/d007", status(404, noFlow), body(prepFlow))
	client := f.client(t)

	if _, err := client.Flows().Known(t.Context(), "d007"); !tableau.IsNotFound(err) {
		t.Fatalf("got %v, want a not-found error", err)
	}
	for range 5 {
		if flow, err := client.Flows().Known(t.Context(), "d007"); err != nil || flow.Name != "Prep" {
			t.Fatalf("got %q, %v", flow.Name, err)
		}
	}
	if n := f.count("GET " + flowsPath + "/d007"); n != 2 {
		t.Errorf("the flow was asked for %d times, want 2: once in vain, once for good", n)
	}
}

func TestFlows_allPages(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET "+flowsPath,
		body(`<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1" totalAvailable="2"/><flows><flow id="a" name="A"/></flows></tsResponse>`),
		body(`<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="2" pageSize="1" totalAvailable="2"/><flows><flow id="b" name="B"><project id="p" name="Default"/></flow></flows></tsResponse>`))

	var got []tableau.Flow
	for flow, err := range f.client(t).Flows().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, flow)
	}
	want := []tableau.Flow{{ID: "a", Name: "A"}, {ID: "b", Name: "B", Project: tableau.Reference{ID: "p", Name: "Default"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
