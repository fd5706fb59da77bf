package tableau

import (
	"context"
	"encoding/xml"
	"net/http"
)

// SiteTimeZone is the name of the site's time zone, such as Europe/Berlin,
// asked for once; empty where the service does not tell this user (REST API
// reference: Query Site).
func (c *Client) SiteTimeZone(ctx context.Context) (string, error) {
	return c.siteTimeZone.get(ctx, "")
}

func (c *Client) fetchSiteTimeZone(ctx context.Context, _ string) (string, error) {
	answer, err := send[struct {
		XMLName xml.Name `xml:"tsResponse"`
		Site    struct {
			TimeZone string `xml:"timeZone,attr"`
		} `xml:"site"`
	}](ctx, c, call{
		doing:      "read the site's settings",
		method:     http.MethodGet,
		onSite:     true,
		repeatable: true,
	})
	if refused, hidden := c.hides(err); hidden || refused.Status == http.StatusNotFound {
		return "", nil
	}
	return answer.Site.TimeZone, err
}
