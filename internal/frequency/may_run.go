package frequency

import "time"

// zonesStep and the two bounds are those of the offsets from UTC that time
// zones have.
const (
	westernmost = -12 * time.Hour
	easternmost = 14 * time.Hour
	zonesStep   = 15 * time.Minute
)

// MayRunAt reports whether f can have a run in this minute, in the zone or,
// where that is nil, in any. It is for telling a frequency by a run of it, so
// whatever is not certain counts as possible: how a clock change moves a run,
// and the days of a customized monthly schedule.
func MayRunAt(f Frequency, at time.Time, zone *time.Location) bool {
	at = at.Truncate(time.Minute)
	for _, offset := range offsetsAround(at, zone) {
		runs, err := NextRuns(f, at.Add(-time.Second), 1, time.FixedZone("", int(offset/time.Second)))
		if err != nil || runs[0].Before(at.Add(time.Minute)) {
			return true
		}
	}
	return false
}

// offsetsAround are the offsets that the zone has within a day of a moment.
func offsetsAround(at time.Time, zone *time.Location) []time.Duration {
	var offsets []time.Duration
	if zone == nil {
		for o := westernmost; o <= easternmost; o += zonesStep {
			offsets = append(offsets, o)
		}
		return offsets
	}
	for _, near := range []time.Duration{-24 * time.Hour, 0, 24 * time.Hour} {
		offsets = append(offsets, offset(at.Add(near).In(zone)))
	}
	return offsets
}
