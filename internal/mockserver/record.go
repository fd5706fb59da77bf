package mockserver

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// recorder writes the bodies of requests and responses to numbered files, 0001-request.xml and 0001-response.xml. Empty
// bodies have no file. A folder that holds recordings already is continued.
type recorder struct {
	dir string

	mu   sync.Mutex
	last int
}

func newRecorder(dir string) (*recorder, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("make the folder for recordings: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read the folder for recordings: %w", err)
	}
	r := &recorder{dir: dir}
	for _, entry := range entries {
		number, _, _ := strings.Cut(entry.Name(), "-")
		if n, err := strconv.Atoi(number); err == nil {
			r.last = max(r.last, n)
		}
	}
	return r, nil
}

// recording is one request and what it is answered. The zero value records nothing.
type recording struct {
	*recorder
	number  int
	request []byte
}

func (r *recorder) begin(request []byte) recording {
	if r == nil {
		return recording{}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last++
	return recording{recorder: r, number: r.last, request: request}
}

func (r recording) end(a answer) error {
	if r.recorder == nil {
		return nil
	}
	extension := ".xml"
	if a.header.Get("Content-Type") != xmlContentType {
		extension = ".txt"
	}
	if err := r.save("request", ".xml", r.request); err != nil {
		return err
	}
	return r.save("response", extension, a.body)
}

func (r recording) save(side, extension string, body []byte) error {
	if len(body) == 0 {
		return nil
	}
	file := filepath.Join(r.dir, fmt.Sprintf("%04d-%s%s", r.number, side, extension))
	if err := os.WriteFile(file, masked(body), 0o600); err != nil {
		return fmt.Errorf("record the %s: %w", side, err)
	}
	return nil
}

// secrets finds the attributes of sign-in messages that must not be written anywhere, well-formed or not.
var secrets = regexp.MustCompile(`(?i)\b(personalAccessTokenSecret|password|jwt|token)(["']?\s*[=:]\s*)("[^"]*"?|'[^']*'?|[^\s>,]+)`)

// masked leaves all other messages as they are: a schedule may well be called "token=1".
func masked(body []byte) []byte {
	if !bytes.Contains(body, []byte("credentials")) {
		return body
	}
	return secrets.ReplaceAll(body, []byte(`$1$2"***"`))
}
