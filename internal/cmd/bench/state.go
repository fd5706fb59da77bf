package main

import (
	"io"
	"net/http"
	"sync/atomic"
)

// stateStore keeps Terraform's state, as a remote backend does. Beside a local
// file, which Terraform writes anew for each object that it is done with, nothing
// else could be measured: the time for that grows with the square of their number.
type stateStore struct{ state atomic.Pointer[[]byte] }

// statePath is where the store is asked, beside Tableau.
const statePath = "/state"

// ServeHTTP speaks the protocol of Terraform's backend "http".
func (s *stateStore) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		kept := s.state.Load()
		if kept == nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = w.Write(*kept)
	case http.MethodPost:
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		s.keep(sent)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (s *stateStore) keep(state []byte) { s.state.Store(&state) }

func (s *stateStore) forget() { s.state.Store(nil) }
