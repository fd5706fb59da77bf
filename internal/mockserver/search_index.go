package mockserver

// searchIndex knows which objects just created over REST the reads still miss, and for how many of them.
type searchIndex struct{ lag map[string]int }

func (i *searchIndex) delay(id string, reads int) {
	if i.lag == nil {
		i.lag = map[string]int{}
	}
	i.lag[id] = reads
}

// indexLater lets the reads miss an object just created over REST for as long as the server's behaviour and its faults have it.
func (s *Server) indexLater(id string) {
	if reads := max(s.behaviour.IndexLag, s.lottery.lag(id)); reads > 0 {
		s.index.delay(id, reads)
	}
}

// CatchUpIndex lets the reads show all objects from now on that were created before.
func (s *Server) CatchUpIndex() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.index = searchIndex{}
}

// knows reports whether the index has the object by now, and brings that nearer.
func (i *searchIndex) knows(id string) bool {
	if i.lag[id] == 0 {
		return true
	}
	i.lag[id]--
	return false
}
