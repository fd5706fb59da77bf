package framework

import (
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// Connection is what the provider hands to its resources: a client, or the
// reason why there is none yet.
type Connection struct {
	client  *tableau.Client
	unknown []string
	shared  sync.Map // by type
}

// NewConnection wraps the client of a provider whose configuration is known.
func NewConnection(client *tableau.Client) *Connection {
	return &Connection{client: client}
}

// NewUnknownConnection stands in while these attributes of the provider's
// configuration are unknown, which is so when they come from a resource that
// the same plan creates.
func NewUnknownConnection(attributes []string) *Connection {
	return &Connection{unknown: attributes}
}

// ConnectionFrom reads what a Configure method was given. It is nil before the
// provider is configured, as it is during validation.
func ConnectionFrom(providerData any, diags *diag.Diagnostics) *Connection {
	if providerData == nil {
		return nil
	}
	connection, ok := providerData.(*Connection)
	if !ok {
		diags.AddError("Unexpected provider data",
			fmt.Sprintf("This is a bug in the provider: it was configured with a %T.", providerData))
	}
	return connection
}

// Known reports whether calls can be made.
func (c *Connection) Known() bool { return c != nil && c.client != nil }

// Client gives the client, or reports why no call can be made and gives nil.
func (c *Connection) Client(diags *diag.Diagnostics) *tableau.Client {
	switch {
	case c.Known():
		return c.client
	case c == nil:
		diags.AddError("Provider not configured",
			"This is a bug in the provider: a call was attempted before the provider was configured.")
	default:
		diags.AddError("Provider configuration not known yet",
			fmt.Sprintf("Tableau has to be asked, but %s of the provider will only be known after apply. "+
				"Apply what it comes from first, with -target, or give it a value that is known.", strings.Join(c.unknown, ", ")))
	}
	return nil
}
