package tableau

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unique"
)

// The elements that lists of thousands of tasks and subscriptions consist of most,
// and the rules of thousands of items, are decoded here by hand: with the reflection
// of encoding/xml such a list takes half as long again, and the list of tasks has no
// pages. Their tags say the same, for what encodes them, and a test holds the two
// together.

// UnmarshalXML decodes an extractRefresh element.
func (t *ExtractRefreshTask) UnmarshalXML(d *xml.Decoder, start xml.StartElement) (err error) {
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "id":
			t.ID = a.Value
		case "priority":
			t.Priority, err = parseInt(a.Value)
		case "consecutiveFailedCount":
			t.ConsecutiveFailures, err = parseInt(a.Value)
		case "type":
			t.Kind = a.Value
		}
		if err != nil {
			return err
		}
	}
	return eachChild(d, func(child xml.StartElement) error {
		switch child.Name.Local {
		case "schedule":
			t.Schedule = &Schedule{}
			return t.Schedule.UnmarshalXML(d, child)
		case "workbook":
			t.Workbook = referenceOf(child)
		case "datasource":
			t.Datasource = referenceOf(child)
		}
		return d.Skip()
	})
}

// UnmarshalXML decodes a schedule element.
func (s *Schedule) UnmarshalXML(d *xml.Decoder, start xml.StartElement) (err error) {
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "id":
			s.ID = a.Value
		case "name":
			s.Name = a.Value
		case "type":
			s.Type = a.Value
		case "state":
			s.State = a.Value
		case "priority":
			if s.Priority, err = parseInt(a.Value); err != nil {
				return err
			}
		case "frequency":
			s.Frequency = a.Value
		case "executionOrder":
			s.ExecutionOrder = a.Value
		case "createdAt":
			s.CreatedAt = a.Value
		case "updatedAt":
			s.UpdatedAt = a.Value
		case "nextRunAt":
			s.NextRunAt = a.Value
		case "endScheduleAt":
			s.EndScheduleAt = a.Value
		}
	}
	return eachChild(d, func(child xml.StartElement) error {
		if child.Name.Local != "frequencyDetails" {
			return d.Skip()
		}
		s.FrequencyDetails = &FrequencyDetails{}
		return s.FrequencyDetails.UnmarshalXML(d, child)
	})
}

// UnmarshalXML decodes a frequencyDetails element.
func (f *FrequencyDetails) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "start":
			f.Start = a.Value
		case "end":
			f.End = a.Value
		}
	}
	return eachChild(d, func(child xml.StartElement) error {
		if child.Name.Local != "intervals" {
			return d.Skip()
		}
		f.Intervals = &Intervals{}
		return eachChild(d, func(child xml.StartElement) error {
			if child.Name.Local != "interval" {
				return d.Skip()
			}
			f.Intervals.Interval = append(f.Intervals.Interval, intervalOf(child))
			return d.Skip()
		})
	})
}

func intervalOf(element xml.StartElement) Interval {
	var i Interval
	for _, a := range element.Attr {
		switch a.Name.Local {
		case "hours":
			i.Hours = a.Value
		case "minutes":
			i.Minutes = a.Value
		case "weekDay":
			i.WeekDay = a.Value
		case "monthDay":
			i.MonthDay = a.Value
		}
	}
	return i
}

// UnmarshalXML decodes a subscription element.
func (s *Subscription) UnmarshalXML(d *xml.Decoder, start xml.StartElement) (err error) {
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "id":
			s.ID = a.Value
		case "subject":
			s.Subject = a.Value
		case "message":
			s.Message = &a.Value
		case "attachImage":
			s.AttachImage = new(bool)
			*s.AttachImage, err = parseBool(a.Value)
		case "attachPdf":
			s.AttachPDF = new(bool)
			*s.AttachPDF, err = parseBool(a.Value)
		case "pageOrientation":
			s.PageOrientation = a.Value
		case "pageSizeOption":
			s.PageSizeOption = a.Value
		case "suspended":
			s.Suspended = new(bool)
			*s.Suspended, err = parseBool(a.Value)
		case "refreshExtractTriggered":
			s.RefreshExtractTriggered, err = parseBool(a.Value)
		}
		if err != nil {
			return err
		}
	}
	return eachChild(d, func(child xml.StartElement) error {
		switch child.Name.Local {
		case "content":
			if err := s.Content.take(child); err != nil {
				return err
			}
		case "schedule":
			s.Schedule = &Schedule{}
			return s.Schedule.UnmarshalXML(d, child)
		case "user":
			s.User = referenceOf(child)
		}
		return d.Skip()
	})
}

// take takes over the attributes of a content element.
func (c *SubscriptionContent) take(element xml.StartElement) (err error) {
	for _, a := range element.Attr {
		switch a.Name.Local {
		case "id":
			c.ID = a.Value
		case "type":
			c.Type = a.Value
		case "sendIfViewEmpty":
			c.SendIfViewEmpty = new(bool)
			if *c.SendIfViewEmpty, err = parseBool(a.Value); err != nil {
				return err
			}
		case "name":
			c.Name = a.Value
		case "customViewId":
			c.CustomViewID = a.Value
		}
	}
	return nil
}

// UnmarshalXML decodes a permissions element.
func (e *permissionsElement) UnmarshalXML(d *xml.Decoder, _ xml.StartElement) error {
	return eachChild(d, func(child xml.StartElement) error {
		switch child.Name.Local {
		case "parent":
			e.Parent = referenceOf(child)
			return d.Skip()
		case "granteeCapabilities":
			var grantee granteeElement
			err := grantee.UnmarshalXML(d, child)
			e.Grantees = append(e.Grantees, grantee)
			return err
		}
		item := itemElement{Reference: referenceOf(child)}
		err := eachChild(d, func(child xml.StartElement) error {
			if child.Name.Local == "owner" {
				item.Owner = referenceOf(child)
			}
			return d.Skip()
		})
		e.Items = append(e.Items, item)
		return err
	})
}

// UnmarshalXML decodes a granteeCapabilities element.
func (e *granteeElement) UnmarshalXML(d *xml.Decoder, _ xml.StartElement) error {
	return eachChild(d, func(child xml.StartElement) error {
		switch child.Name.Local {
		case "user":
			e.User = idReferenceOf(child)
		case "group":
			e.Group = idReferenceOf(child)
		case "groupSet":
			e.GroupSet = idReferenceOf(child)
		case "capabilities":
			return eachChild(d, func(child xml.StartElement) error {
				if child.Name.Local == "capability" {
					e.Capabilities = append(e.Capabilities, capabilityOf(child))
				}
				return d.Skip()
			})
		}
		return d.Skip()
	})
}

func idReferenceOf(element xml.StartElement) *idReference {
	var r idReference
	for _, a := range element.Attr {
		if a.Name.Local == "id" {
			r.ID = shared(a.Value)
		}
	}
	return &r
}

func capabilityOf(element xml.StartElement) capabilityElement {
	var c capabilityElement
	for _, a := range element.Attr {
		switch a.Name.Local {
		case "name":
			c.Name = shared(a.Value)
		case "mode":
			c.Mode = shared(a.Value)
		}
	}
	return c
}

// shared is a text that is kept once however often it is read: the rules of
// thousands of items are about the same few capabilities and grantees.
func shared(text string) string { return unique.Make(text).Value() }

// referenceOf gives the object that an element names.
func referenceOf(element xml.StartElement) Reference {
	var r Reference
	for _, a := range element.Attr {
		switch a.Name.Local {
		case "id":
			r.ID = a.Value
		case "name":
			r.Name = a.Value
		}
	}
	return r
}

// eachChild gives each child element to take, which reads it to its end, until
// the element around them ends.
func eachChild(d *xml.Decoder, take func(xml.StartElement) error) error {
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := take(token); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// parseBool reads a truth as encoding/xml does: an empty one is false.
func parseBool(text string) (bool, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return false, nil
	}
	return strconv.ParseBool(text)
}

// parseInt reads a number as encoding/xml does: an empty one is zero.
func parseInt(text string) (int64, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	return strconv.ParseInt(text, 10, 64)
}
