package mockserver

import "time"

// Content of a site, as a seed or a test describes it. In all of it ID may be left empty for one that the mock chooses; Site is the
// content URL of the site, and empty for Server's default site or Cloud's first one; Owner is the name of a user, and empty for the user called demo;
// Project is the path of a project, like "Finance/Quarterly", or its LUID, and empty for the project Default; a Server keeps the LUID. A zero
// CreatedAt is the clock's now, a zero UpdatedAt is CreatedAt.

// Project is a project of a site. Every site has one called Default.
type Project struct {
	ID                 string    `json:"id,omitempty"`
	Site               string    `json:"site,omitempty"`
	Name               string    `json:"name"`
	Parent             string    `json:"parent,omitempty"` // path or LUID of the project around it; empty: a top-level project
	Description        string    `json:"description,omitempty"`
	Owner              string    `json:"owner,omitempty"`
	ContentPermissions string    `json:"content_permissions,omitempty"` // empty: "ManagedByOwner"
	CreatedAt          time.Time `json:"created_at,omitzero"`
	UpdatedAt          time.Time `json:"updated_at,omitzero"`
}

// Workbook is a published workbook with its views.
type Workbook struct {
	ID          string `json:"id,omitempty"`
	Site        string `json:"site,omitempty"`
	Name        string `json:"name"`
	Project     string `json:"project,omitempty"`
	Owner       string `json:"owner,omitempty"`
	Description string `json:"description,omitempty"`
	ContentURL  string `json:"content_url,omitempty"` // empty: the name without what is no letter or digit
	HideTabs    bool   `json:"hide_tabs,omitempty"`
	NoExtracts  bool   `json:"no_extracts,omitempty"` // it holds no extract that could be refreshed
	// NoEmbeddedCredentials makes adding it to a schedule answer with a warning.
	NoEmbeddedCredentials bool      `json:"no_embedded_credentials,omitempty"`
	Tags                  []string  `json:"tags,omitempty"`
	Views                 []View    `json:"views,omitempty"`
	CreatedAt             time.Time `json:"created_at,omitzero"`
	UpdatedAt             time.Time `json:"updated_at,omitzero"`
}

// View is a sheet, dashboard or story of a workbook.
type View struct {
	ID         string   `json:"id,omitempty"`
	Name       string   `json:"name"`
	ContentURL string   `json:"content_url,omitempty"` // empty: the workbook's, "/sheets/" and the name like there
	SheetType  string   `json:"sheet_type,omitempty"`  // empty: "worksheet"
	Hidden     bool     `json:"hidden,omitempty"`
	Tags       []string `json:"tags,omitempty"`
}

// Datasource is a published data source.
type Datasource struct {
	ID          string `json:"id,omitempty"`
	Site        string `json:"site,omitempty"`
	Name        string `json:"name"`
	Project     string `json:"project,omitempty"`
	Owner       string `json:"owner,omitempty"`
	Description string `json:"description,omitempty"`
	ContentURL  string `json:"content_url,omitempty"` // empty: the name without what is no letter or digit
	Type        string `json:"type,omitempty"`        // of its connection; empty: "hyper"
	NoExtracts  bool   `json:"no_extracts,omitempty"` // it holds no extract that could be refreshed
	// NoEmbeddedCredentials makes adding it to a schedule answer with a warning.
	NoEmbeddedCredentials bool      `json:"no_embedded_credentials,omitempty"`
	Certified             bool      `json:"certified,omitempty"`
	CertificationNote     string    `json:"certification_note,omitempty"`
	Tags                  []string  `json:"tags,omitempty"`
	CreatedAt             time.Time `json:"created_at,omitzero"`
	UpdatedAt             time.Time `json:"updated_at,omitzero"`
}

// Flow is a published Prep flow.
type Flow struct {
	ID          string           `json:"id,omitempty"`
	Site        string           `json:"site,omitempty"`
	Name        string           `json:"name"`
	Project     string           `json:"project,omitempty"`
	Owner       string           `json:"owner,omitempty"`
	Description string           `json:"description,omitempty"`
	FileType    string           `json:"file_type,omitempty"` // empty: "tflx"
	Tags        []string         `json:"tags,omitempty"`
	Parameters  []FlowParameter  `json:"parameters,omitempty"`
	OutputSteps []FlowOutputStep `json:"output_steps,omitempty"` // empty: one called "Output"
	CreatedAt   time.Time        `json:"created_at,omitzero"`
	UpdatedAt   time.Time        `json:"updated_at,omitzero"`
}

// FlowParameter is a parameter of a flow. With Values only those can be chosen.
type FlowParameter struct {
	ID          string   `json:"id,omitempty"`
	Name        string   `json:"name"`
	Type        string   `json:"type,omitempty"` // empty: "string"
	Description string   `json:"description,omitempty"`
	Value       string   `json:"value,omitempty"` // the default
	Required    bool     `json:"required,omitempty"`
	Values      []string `json:"values,omitempty"`
	Min         string   `json:"min,omitempty"` // with Max: a range
	Max         string   `json:"max,omitempty"`
}

// FlowOutputStep is an output of a flow.
type FlowOutputStep struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

// Database is a database or file that content draws its data from.
type Database struct {
	ID                 string `json:"id,omitempty"`
	Site               string `json:"site,omitempty"`
	Name               string `json:"name"`
	Project            string `json:"project,omitempty"`
	Owner              string `json:"owner,omitempty"` // its contact
	Description        string `json:"description,omitempty"`
	ConnectionType     string `json:"connection_type,omitempty"`     // empty: "sqlserver"
	ContentPermissions string `json:"content_permissions,omitempty"` // empty: "ManagedByOwner"
	// NoPublishedDatasource: no published data source draws on it.
	NoPublishedDatasource bool `json:"no_published_datasource,omitempty"`
}

// Table is a table of a database.
type Table struct {
	ID          string `json:"id,omitempty"`
	Site        string `json:"site,omitempty"`
	Name        string `json:"name"`
	Schema      string `json:"schema,omitempty"`
	Database    string `json:"database"` // by name or LUID; a Server keeps the LUID
	Description string `json:"description,omitempty"`
	// NoPublishedDatasource: no published data source draws on it.
	NoPublishedDatasource bool `json:"no_published_datasource,omitempty"`
}

// VirtualConnection is a published virtual connection.
type VirtualConnection struct {
	ID        string    `json:"id,omitempty"`
	Site      string    `json:"site,omitempty"`
	Name      string    `json:"name"`
	Project   string    `json:"project,omitempty"`
	Owner     string    `json:"owner,omitempty"`
	CreatedAt time.Time `json:"created_at,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
}

// Collection is a list that a user keeps of content. No method lists collections.
type Collection struct {
	ID         string    `json:"id,omitempty"`
	Site       string    `json:"site,omitempty"`
	Name       string    `json:"name"`
	Owner      string    `json:"owner,omitempty"`
	Visibility string    `json:"visibility,omitempty"` // empty: "Private"
	CreatedAt  time.Time `json:"created_at,omitzero"`
	UpdatedAt  time.Time `json:"updated_at,omitzero"`
}

// Group is a group of users of a site. Every site has one called All Users, with all of them in it.
type Group struct {
	ID              string   `json:"id,omitempty"`
	Site            string   `json:"site,omitempty"`
	Name            string   `json:"name"`
	Domain          string   `json:"domain,omitempty"` // empty: "local"
	MinimumSiteRole string   `json:"minimum_site_role,omitempty"`
	Users           []string `json:"users,omitempty"` // by name
}

// GroupSet is a set of groups of a site, of API 3.22 and later.
type GroupSet struct {
	ID     string   `json:"id,omitempty"`
	Site   string   `json:"site,omitempty"`
	Name   string   `json:"name"`
	Groups []string `json:"groups,omitempty"` // by name or LUID; a Server keeps the LUIDs
}
