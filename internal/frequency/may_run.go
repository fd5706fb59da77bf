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
		if runsWithin(f, at, time.Minute, offset) {
			return true
		}
	}
	return zone != nil && runsInGapBefore(f, at, zone)
}

// runsInGapBefore reports whether f has a run at a time of day that the clock leaves
// out in this minute, to which a service may put it off.
func runsInGapBefore(f Frequency, at time.Time, zone *time.Location) bool {
	before := offset(at.Add(-time.Minute).In(zone))
	gap := offset(at.In(zone)) - before
	return gap > 0 && runsWithin(f, at, gap, before)
}

// runsWithin reports whether f has a run from this moment on and before so long has
// passed, or may have, where the offset from UTC is this one.
func runsWithin(f Frequency, from time.Time, length, offset time.Duration) bool {
	runs, err := NextRuns(f, from.Add(-time.Second), 1, time.FixedZone("", int(offset/time.Second)))
	return err != nil || runs[0].Before(from.Add(length))
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
