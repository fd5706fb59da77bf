package tableau

// FrequencyDetails is when a schedule runs, as the service writes it: the
// window or the time of day, and what recurs in it. Times are HH:MM:SS in the
// server's time zone, on Cloud in the site's.
//
// Source: REST API reference, Create Server Schedule and Create Cloud Flow Task.
type FrequencyDetails struct {
	Start     string     `xml:"start,attr,omitempty"`
	End       string     `xml:"end,attr,omitempty"`
	Intervals *Intervals `xml:"intervals"`
}

// Intervals holds the interval elements. A nil *Intervals leaves the element
// out, as a daily schedule of Server does.
type Intervals struct {
	Interval []Interval `xml:"interval"`
}

// Interval is one rule of a frequency. Usually one attribute is set; WeekDay
// and MonthDay stand together for "the third Thursday". Values are kept as the
// service wrote them, for it goes beyond what its schema lists.
type Interval struct {
	Hours    string `xml:"hours,attr,omitempty"`
	Minutes  string `xml:"minutes,attr,omitempty"`
	WeekDay  string `xml:"weekDay,attr,omitempty"`
	MonthDay string `xml:"monthDay,attr,omitempty"`
}
