package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// logCall writes the client's events to Terraform's log. They name the method,
// the route, the status and the time taken: nothing that was sent or received.
func logCall(ctx context.Context, message string, fields map[string]any) {
	tflog.Debug(ctx, message, fields)
}
