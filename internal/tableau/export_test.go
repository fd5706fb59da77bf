package tableau

// SetMaxAnswer lets a test meet the bound without sending 64 MiB.
func (c *Client) SetMaxAnswer(bytes int64) { c.maxAnswer = bytes }
