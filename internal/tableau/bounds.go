package tableau

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Bounds of what is read from an answer, in bytes. The list of all tasks of a
// site comes in one answer, some 500 bytes for each.
const (
	maxAnswer      = 16 << 20
	maxWholeList   = 64 << 20
	maxErrorAnswer = 1 << 20
)

// bytesPerMark is how few bytes there may be for each element and attribute of
// the largest answer. Without that bound one of seven bytes, repeated, would
// take a hundred times its size in memory.
const bytesPerMark = 24

// boundedReader ends with an error where io.LimitedReader would end quietly.
type boundedReader struct {
	io.Reader
	size, left, marksLeft int64
	// exceeded is why it ended before its time.
	exceeded error
}

func newBoundedReader(r io.Reader, size int64) *boundedReader {
	return &boundedReader{Reader: r, size: size, left: size, marksLeft: size / bytesPerMark}
}

func (r *boundedReader) Read(p []byte) (int, error) {
	switch {
	case r.marksLeft < 0:
		r.exceeded = fmt.Errorf("the answer has more than %d elements and attributes", r.size/bytesPerMark)
	case r.left <= 0:
		r.exceeded = fmt.Errorf("the answer is larger than %d MiB", r.size>>20)
	}
	if r.exceeded != nil {
		return 0, errors.New("too large")
	}
	n, err := r.Reader.Read(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	r.marksLeft -= int64(bytes.Count(p[:n], []byte{'<'}) + bytes.Count(p[:n], []byte{'='}))
	return n, err
}
