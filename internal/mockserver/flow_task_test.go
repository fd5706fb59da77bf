package mockserver_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	flowTasks      = officeSite + "/tasks/runFlow"
	cloudFlowTasks = officeSite + "/tasks/flows"
	onFlows        = officeSite + "/schedules/" + flowsID + "/flows"

	regionDomain = `<domain xsi:type="flowParameterListDomainType" domainType="list"><values><value>North</value><value>South</value></values></domain>`
	rowsDomain   = `<domain xsi:type="flowParameterRangeDomainType" domainType="range" minValue="1" maxValue="10"/>`
)

var flowTaskID = regexp.MustCompile(`<flowRun id="([^"]*)"`)

// runOf is a flow task as requests have it. A parameter is written "LUID=value".
func runOf(flow, steps string, parameters ...string) string {
	specs := ""
	for _, parameter := range parameters {
		id, value, _ := strings.Cut(parameter, "=")
		specs += `<flowParameterSpec parameterId="` + id + `" overrideValue="` + value + `"/>`
	}
	return `<task><flowRun><flow id="` + flow + `"/><flowRunSpec>` + steps + `<flowParameterSpecs>` + specs + `</flowParameterSpecs></flowRunSpec></flowRun></task>`
}

func tsRequest(content ...string) string {
	return `<tsRequest>` + strings.Join(content, "") + `</tsRequest>`
}

func TestAddFlowToSchedule_showsTheOverridingValues(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{})
	a := c.api("PUT", onFlows, tsRequest(runOf(cleanID, "", regionID+"=South", rowsID+"=7")))
	wantStatus(t, a, 200)
	id := first(flowTaskID, a.body)
	run := `<flowRun id="` + id + `" priority="50" consecutiveFailedCount="0" type="RunFlowTask">` +
		`<schedule id="` + flowsID + `" name="Flows" state="Active" priority="50" createdAt="2026-01-02T03:04:05Z" updatedAt="2026-01-02T03:04:05Z" ` +
		`type="Flow" frequency="Daily" nextRunAt="2026-03-03T14:00:00Z"/><flow id="` + cleanID + `" name="Clean"/>`
	wantInner(t, a, `<task>`+run+`<flowParametersRuns>`+
		`<parameterRuns parameterId="`+regionID+`" name="Region" description="" overrideValue="South"/>`+
		`<parameterRuns parameterId="`+rowsID+`" name="Rows" description="" overrideValue="7"/></flowParametersRuns></flowRun></task>`)
	read := `<task>` + run + `<parameters>` +
		`<parameter id="` + regionID + `" type="string" name="Region" description="" value="South" isRequired="true">` + regionDomain + `</parameter>` +
		`<parameter id="` + rowsID + `" type="integer" name="Rows" description="" value="7" isRequired="false">` + rowsDomain + `</parameter>` +
		`</parameters></flowRun></task>`
	wantInner(t, c.api("GET", flowTasks+"/"+id, ""), read)
	wantInner(t, c.api("GET", flowTasks, ""), `<tasks>`+read+`</tasks>`)
}

func TestAddFlowToSchedule_refusals(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	for name, one := range map[string]struct {
		path, body string
		status     int
		code       string
	}{
		"value not allowed":    {onFlows, runOf(cleanID, "", regionID+"=East"), 400, "400148"},
		"value out of range":   {onFlows, runOf(cleanID, "", regionID+"=North", rowsID+"=11"), 400, "400148"},
		"required one missing": {onFlows, runOf(cleanID, "", rowsID+"=7"), 400, "400149"},
		"no spec":              {onFlows, `<task><flowRun><flow id="` + cleanID + `"/></flowRun></task>`, 400, "400149"},
		"unknown parameter":    {onFlows, runOf(cleanID, "", noSuchID+"=7"), 404, "404043"},
		"unknown flow":         {onFlows, runOf(noSuchID, ""), 404, "404027"},
		"unknown schedule":     {officeSite + "/schedules/" + noSuchID + "/flows", runOf(plainID, ""), 500, "500000"},
		"schedule of extracts": {onEarly + "/flows", runOf(plainID, ""), 400, "400047"},
		"frequency":            {onFlows, runOf(plainID, "") + weekly, 400, "400000"},
		"no flow":              {onFlows, `<task><flowRun/></task>`, 400, "400000"},
		"element of old":       {onFlows, `<task><runFlow><flow id="` + plainID + `"/></runFlow></task>`, 400, "400000"},
	} {
		t.Run(name, func(t *testing.T) {
			c := c
			c.t = t
			wantRefusal(t, c.api("PUT", one.path, tsRequest(one.body)), one.status, one.code)
		})
	}
	wantRefusal(t, c.send("PUT", "/api/3.14"+onFlows, tsRequest(runOf(cleanID, "", regionID+"=North"))), 400, "400000")
	wantRefusal(t, c.api("POST", cloudFlowTasks, tsRequest(runOf(plainID, ""), weekly)), 404, "404003")
	wantRefusal(t, c.as("ann", "").api("PUT", onFlows, tsRequest(runOf(plainID, ""))), 403, "403098")
	if made := server.FlowTasks(); len(made) != 0 {
		t.Errorf("made %+v", made)
	}
}

func TestAddFlowToSchedule_whereParametersAreSwitchedOff(t *testing.T) {
	t.Parallel()
	_, c := startServerOffice(t, mockserver.Behaviour{FlowParametersDisabled: true})
	wantRefusal(t, c.api("PUT", onFlows, tsRequest(runOf(cleanID, "", regionID+"=North"))), 404, "404043")
	wantStatus(t, c.api("PUT", onFlows, tsRequest(`<task><flowRun><flow id="`+cleanID+`"/></flowRun></task>`)), 200)
}

func TestCreateCloudFlowTask_hasAScheduleOfTheSystems(t *testing.T) {
	server, c := startCloudOffice(t, mockserver.Behaviour{})
	steps := `<flowOutputSteps><flowOutputStep id="` + outputID + `"/></flowOutputSteps>`
	a := c.api("POST", cloudFlowTasks, tsRequest(runOf(cleanID, steps, regionID+"=North"), weekly))
	wantStatus(t, a, 200)
	id, scheduleID := first(flowTaskID, a.body), first(idValue, a.body)
	name := first(regexp.MustCompile(`name="(SSS_[0-9a-f-]{36})"`), a.body)
	schedule := `<schedule id="` + scheduleID + `" name="` + name + `" state="Active" priority="50" createdAt="2026-03-02T17:00:00Z" ` +
		`updatedAt="2026-03-02T17:00:00Z" type="Flow" frequency="Weekly" nextRunAt="2026-03-04T21:50:00Z"/>`
	parameters := func(region string) string {
		return `<parameters><parameter id="` + regionID + `" type="string" name="Region" description="" value="` + region + `" isRequired="true">` + regionDomain + `</parameter>` +
			`<parameter id="` + rowsID + `" type="integer" name="Rows" description="" value="5" isRequired="false">` + rowsDomain + `</parameter></parameters>`
	}
	run := `<flowRun id="` + id + `" priority="50" consecutiveFailedCount="0" type="RunFlowTask">` + schedule + `<flow id="` + cleanID + `" name="Clean"`
	wantInner(t, a, `<task>`+run+`>`+parameters("")+`</flow><flowRunSpec flowId="`+cleanID+`"><flowOutputSteps>`+
		`<flowOutputStep id="`+outputID+`" name="Out"/></flowOutputSteps><flowParameterSpecs>`+
		`<flowParameterSpec parameterId="`+regionID+`" overrideValue="North"/></flowParameterSpecs></flowRunSpec></flowRun></task>`)
	wantInner(t, c.api("GET", flowTasks+"/"+id, ""), `<task>`+run+`/>`+parameters("North")+`</flowRun></task>`)
	server.SetBehaviour(mockserver.Behaviour{FlowTasksShowDefaults: true})
	wantInner(t, c.api("GET", flowTasks+"/"+id, ""), `<task>`+run+`/>`+parameters("")+`</flowRun></task>`)
}

func TestCreateCloudFlowTask_refusals(t *testing.T) {
	_, c := startCloudOffice(t, mockserver.Behaviour{})
	unknownStep := `<flowOutputSteps><flowOutputStep id="` + noSuchID + `"/></flowOutputSteps>`
	wantRefusal(t, c.api("POST", cloudFlowTasks, tsRequest(runOf(plainID, ""))), 409, "409004")
	wantRefusal(t, c.api("POST", cloudFlowTasks, tsRequest(runOf(plainID, ""), every("Daily", `start="06:00:00"`))), 409, "409004")
	wantRefusal(t, c.api("POST", cloudFlowTasks, tsRequest(runOf(plainID, unknownStep), weekly)), 400, "400000")
	wantRefusal(t, c.send("POST", "/api/3.21"+cloudFlowTasks, tsRequest(runOf(plainID, ""), weekly)), 404, "404003")
}

func TestFlowTasks_deleteIsNotOffered(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	id := server.AddFlowTask(mockserver.FlowTask{Flow: plainID})
	wantInner(t, c.api("GET", flowTasks, ""), `<tasks><task><flowRun id="`+id+`" priority="50" consecutiveFailedCount="0" type="RunFlowTask">`+
		`<flow id="`+plainID+`" name="Plain"/><flowParameterSpecs/></flowRun></task></tasks>`)
	wantRefusal(t, c.api("DELETE", flowTasks+"/"+id, ""), 405, "405000")
	server.SetBehaviour(mockserver.Behaviour{FlowTaskDelete: true})
	wantStatus(t, c.api("DELETE", flowTasks+"/"+id, ""), 204)
	wantRefusal(t, c.api("DELETE", flowTasks+"/"+id, ""), 404, "404026")
}

func TestFlowTasks_goWithTheirFlowAndAreTheirOwners(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	id := server.AddFlowTask(mockserver.FlowTask{Flow: plainID})
	ann := c.as("ann", "")
	wantInner(t, ann.api("GET", flowTasks, ""), `<tasks/>`)
	wantRefusal(t, ann.api("GET", flowTasks+"/"+id, ""), 403, "403004")
	server.UpdateFlow(plainID, func(flow *mockserver.Flow) { flow.Owner = "ann" })
	wantStatus(t, ann.api("GET", flowTasks+"/"+id, ""), 200)
	server.DeleteFlow(plainID)
	wantRefusal(t, c.api("GET", flowTasks+"/"+id, ""), 404, "404026")
}

func TestRunFlowTask(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	id := server.AddFlowTask(mockserver.FlowTask{Flow: cleanID, Parameters: map[string]string{"Region": "North"}})
	server.AddExtractTask(mockserver.ExtractTask{ID: seededTaskID})
	a := c.api("POST", flowTasks+"/"+id+"/runNow", `<tsRequest/>`)
	wantStatus(t, a, 200)
	job := server.Jobs()[0]
	wantInner(t, a, `<job id="`+job.ID+`" mode="Asynchronous" type="RunFlow" createdAt="2026-03-02T17:00:00Z">`+
		`<runFlowJobType flowRunId="`+job.FlowRun+`"><flow id="`+cleanID+`" name="Clean"/></runFlowJobType></job>`)
	if job.Task != id || job.Parameters[regionID] != "North" {
		t.Errorf("the job is %+v", job)
	}
	wantRefusal(t, c.api("POST", flowTasks+"/"+id+"/runNow", ""), 403, "403102")
	wantRefusal(t, c.api("POST", flowTasks+"/"+seededTaskID+"/runNow", ""), 400, "400084")
	wantRefusal(t, c.api("POST", flowTasks+"/"+noSuchID+"/runNow", ""), 404, "404026")
	server.SetBehaviour(mockserver.Behaviour{RunNowDisabled: true})
	wantRefusal(t, c.api("POST", flowTasks+"/"+id+"/runNow", ""), 409, "409082")
}

func TestLinkedTasks_haveDoubledNames(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	step := server.AddFlowTask(mockserver.FlowTask{Flow: plainID})
	id := server.AddLinkedTask(mockserver.LinkedTask{
		Steps:  []mockserver.LinkedTaskStep{{ID: "1", FlowTask: step}, {ID: "2", FlowTask: step, ContinueOnFailure: true}},
		Timing: mockserver.Timing{Schedule: "Flows"},
	})
	run := `<task><flowRun id="` + step + `" priority="50" consecutiveFailedCount="0" type="RunFlowTask"><flow id="` + plainID + `" name="Plain"/></flowRun></task>`
	linked := `<linkedTasks id="` + id + `" numSteps="2">` +
		`<schedule id="` + flowsID + `" name="Flows" state="Active" priority="50" createdAt="2026-01-02T03:04:05Z" updatedAt="2026-01-02T03:04:05Z" ` +
		`type="Flow" frequency="Daily" nextRunAt="2026-03-03T14:00:00Z"/>` +
		`<linkedTaskSteps><linkedTaskSteps id="1" stepNumber="1" stopDownstreamTasksOnFailure="true">` + run + `</linkedTaskSteps>` +
		`<linkedTaskSteps id="2" stepNumber="2" stopDownstreamTasksOnFailure="false">` + run + `</linkedTaskSteps></linkedTaskSteps></linkedTasks>`
	wantInner(t, c.api("GET", officeSite+"/tasks/linked", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><linkedTasks>`+linked+`</linkedTasks>`)
	wantInner(t, c.api("GET", officeSite+"/tasks/linked/"+id, ""), linked)
	wantRefusal(t, c.api("GET", officeSite+"/tasks/linked/"+noSuchID, ""), 404, "404045")
	a := c.api("POST", officeSite+"/tasks/linked/"+id+"/runNow", `<tsRequest/>`)
	wantInner(t, a, `<linkedTaskJob id="`+server.Jobs()[0].ID+`" linkedTaskId="`+id+`" status="Pending" createdAt="2026-03-02T17:00:00Z"/>`)
	wantRefusal(t, c.as("ann", "").api("POST", officeSite+"/tasks/linked/"+id+"/runNow", ""), 403, "403004")
	server.SetBehaviour(mockserver.Behaviour{RunNowDisabled: true})
	wantRefusal(t, c.api("POST", officeSite+"/tasks/linked/"+id+"/runNow", ""), 409, "409082")
	server.UpdateLinkedTask(id, func(task *mockserver.LinkedTask) { task.Steps = task.Steps[:1] })
	if got := c.api("GET", officeSite+"/tasks/linked/"+id, "").body; !strings.Contains(got, `numSteps="1"`) {
		t.Errorf("after an edit: %s", got)
	}
	if !server.DeleteLinkedTask(id) || len(server.LinkedTasks()) != 0 {
		t.Error("the linked task is still there")
	}
}

func TestDataAccelerationTasks_endWithAPI316(t *testing.T) {
	const tasks = officeSite + "/tasks/dataAcceleration"
	accelerate := tsRequest(`<task><dataAcceleration><workbook id="` + salesID + `"/></dataAcceleration></task>`)
	o := officeOptions(t, mockserver.ProductServer, mockserver.Behaviour{})
	o.APIVersion = "3.15"
	o.Seed.Schedules = append(o.Seed.Schedules, mockserver.Schedule{
		ID: noSuchID, Name: "Fast", Type: "DataAcceleration", Frequency: "Hourly", Start: "00:00:00", End: "00:00:00",
		Intervals: []mockserver.Interval{{Hours: "4"}}, CreatedAt: at(t, "2026-01-02T03:04:05Z"),
	})
	server, base := mockserver.Start(t, o)
	c := caller{t: t, base: base}
	c.token = first(tokenValue, c.send("POST", "/api/3.15/auth/signin", demoSignIn).body)
	old := func(method, path, body string) answered { return c.send(method, "/api/3.15"+path, body) }
	a := old("PUT", officeSite+"/schedules/"+noSuchID+"/workbooks", accelerate)
	wantStatus(t, a, 200)
	id := server.DataAccelerationTasks()[0].ID
	task := `<task><dataAcceleration id="` + id + `" consecutiveFailedCount="0" type="DataAccelerationTask"><schedule id="` + noSuchID +
		`" name="Fast" state="Active" priority="50" createdAt="2026-01-02T03:04:05Z" updatedAt="2026-01-02T03:04:05Z" type="DataAcceleration" ` +
		`frequency="Hourly" nextRunAt="2026-03-02T20:00:00Z"><frequencyDetails start="00:00:00" end="00:00:00"><intervals><interval hours="4"/></intervals>` +
		`</frequencyDetails></schedule><workbook id="` + salesID + `"/></dataAcceleration></task>`
	wantInner(t, a, task)
	wantInner(t, old("GET", tasks, ""), `<tasks>`+task+`</tasks>`)
	wantRefusal(t, old("PUT", onEarly+"/workbooks", accelerate), 400, "400047")
	wantRefusal(t, old("DELETE", tasks+"/"+seededTaskID, ""), 404, "404026")
	wantStatus(t, old("DELETE", tasks+"/"+id, ""), 200)
	wantInner(t, old("GET", tasks, ""), `<tasks/>`)

	_, today := startServerOffice(t, mockserver.Behaviour{})
	wantStatus(t, today.api("PUT", onEarly+"/workbooks", accelerate), 200)
	wantInner(t, today.api("GET", tasks, ""), `<tasks/>`)
	wantStatus(t, today.api("DELETE", tasks+"/"+id, ""), 200)
	wantRefusal(t, today.as("ann", "").api("GET", tasks, ""), 403, "409087")
}
