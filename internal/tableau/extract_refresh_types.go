package tableau

import "errors"

// The two ways to refresh an extract, in the words of the REST API reference.
const (
	FullRefresh        = "FullRefresh"
	IncrementalRefresh = "IncrementalRefresh"
)

// incrementalExtract is how Tableau's own migration SDK says IncrementalRefresh
// to Cloud. Which of the two Cloud takes is not established.
const incrementalExtract = "IncrementalExtract"

// Codes that refuse the value of something sent. None of them leaves anything
// done.
const (
	codeMalformed      Code = "400000"
	codeInvalidValue   Code = "400008"
	codeInvalidSetting Code = "409004"
)

// readRefreshType understands both spellings; anything else says nothing of it.
func readRefreshType(written string) string {
	switch written {
	case FullRefresh:
		return FullRefresh
	case IncrementalRefresh, incrementalExtract:
		return IncrementalRefresh
	}
	return ""
}

// inAcceptedSpelling sends a refresh type in the documented spelling and, where
// the service refuses the value, in the other one. What it takes is remembered.
func (c *Client) inAcceptedSpelling(refreshType string, send func(written string) error) error {
	if refreshType != IncrementalRefresh {
		return send(refreshType)
	}
	first, other := IncrementalRefresh, incrementalExtract
	if c.incrementalIsExtract.Load() {
		first, other = other, first
	}
	refusal := send(first)
	if !refusesValue(refusal) {
		return refusal
	}
	err := send(other)
	switch {
	case refusesValue(err):
		return refusal // It is something else that the service does not take.
	case err == nil:
		c.incrementalIsExtract.Store(other == incrementalExtract)
	}
	return err
}

func refusesValue(err error) bool {
	return errors.Is(err, codeInvalidSetting) || errors.Is(err, codeInvalidValue) || errors.Is(err, codeMalformed)
}
