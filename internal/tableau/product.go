package tableau

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// Product is which of the two services a client speaks to.
type Product string

// The two products. The zero value means that it could not be found out.
const (
	Server Product = "server"
	Cloud  Product = "cloud"
)

// codeNoSiteListOnCloud is how Cloud refuses to list sites.
const codeNoSiteListOnCloud Code = "403069"

const routeSites = "/sites"

// Product tells which product this client speaks to: the configured one, else
// what the service shows, asked once. It is the zero Product when the service
// does not show it, which is not an error.
//
// Listing sites works on Server and is refused on Cloud with a code of its
// own; that is how Tableau's own migration SDK tells them apart.
func (c *Client) Product(ctx context.Context) (Product, error) {
	if c.config.Product != "" {
		return c.config.Product, nil
	}
	if err := c.productLock.Acquire(ctx, 1); err != nil {
		return "", err
	}
	defer c.productLock.Release(1)
	if c.product != nil {
		return *c.product, nil
	}

	_, err := send[nothing](ctx, c, call{
		doing:      "find out whether this is Tableau Server or Tableau Cloud",
		method:     http.MethodGet,
		path:       []string{"sites"},
		route:      routeSites,
		query:      url.Values{"pageSize": {"1"}},
		repeatable: true,
	})
	refused, hidden := c.hides(err)
	var product Product
	switch {
	case err == nil:
		product = Server
	case errors.Is(err, codeNoSiteListOnCloud):
		product = Cloud
	case !hidden || refused.Route != routeSites:
		return "", err
	case IsCloudHost(c.base.Hostname()):
		product = Cloud
	}
	c.product = &product
	return product, nil
}

// IsCloudHost reports whether a host is one of Tableau Cloud's by its name.
func IsCloudHost(host string) bool {
	return strings.HasSuffix(strings.ToLower(host), ".online.tableau.com")
}

// ProductUnless is Product where nothing else has shown which one it is.
func (c *Client) ProductUnless(ctx context.Context, shown Product) (Product, error) {
	if shown != "" && c.config.Product == "" {
		return shown, nil
	}
	return c.Product(ctx)
}
