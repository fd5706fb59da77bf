package frequency

import (
	"fmt"
	"strings"
)

// TimeOfDay is a moment of the day as the clock on the wall shows it, in
// seconds since midnight. It remembers the moment alone, not how it was spelled.
type TimeOfDay int

const (
	second TimeOfDay = 1
	minute           = 60 * second
	hour             = 60 * minute
	day              = 24 * hour
)

// ParseTimeOfDay reads HH:MM or HH:MM:SS from 00:00:00 to 23:59:59. The error
// quotes the text and says what would be right.
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	t, ok := clock(text)
	if !ok || (len(text) != len("HH:MM") && len(text) != len("HH:MM:SS")) {
		return 0, fmt.Errorf("%q is not a time of day: write HH:MM or HH:MM:SS with hours from 00 to 23 "+
			"and minutes and seconds from 00 to 59, such as 06:00 or 18:30:00", text)
	}
	return t, nil
}

// readTimeOfDay reads what the service may write: also an hour of one digit, a
// fraction of a second, and 24:00:00, all of which XML Schema's time or older
// servers allow. A time with a zone is not one in the server's zone, so it is
// not read at all.
func readTimeOfDay(text string) (TimeOfDay, bool) {
	text = strings.TrimSpace(text)
	whole, fraction, _ := strings.Cut(text, ".")
	if strings.Trim(fraction, "0123456789") != "" {
		return 0, false
	}
	if strings.Index(whole, ":") == 1 {
		whole = "0" + whole
	}
	if whole == "24:00" || whole == "24:00:00" {
		return 0, true
	}
	return clock(whole)
}

// clock reads digits in pairs, two or three of them, with colons between.
func clock(text string) (TimeOfDay, bool) {
	limits := []TimeOfDay{24, 60, 60}
	units := []TimeOfDay{hour, minute, second}
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	var t TimeOfDay
	for i, part := range parts {
		if len(part) != 2 || !isDigit(part[0]) || !isDigit(part[1]) {
			return 0, false
		}
		n := TimeOfDay(part[0]-'0')*10 + TimeOfDay(part[1]-'0')
		if n >= limits[i] {
			return 0, false
		}
		t += n * units[i]
	}
	return t, true
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// String is HH:MM:SS, the only form that the service takes.
func (t TimeOfDay) String() string {
	return fmt.Sprintf("%02d:%02d:%02d", t/hour, t%hour/minute, t%minute)
}

// short is String without seconds where there are none, for people to read.
func (t TimeOfDay) short() string {
	return strings.TrimSuffix(t.String(), ":00")
}
