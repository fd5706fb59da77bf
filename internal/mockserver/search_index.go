package mockserver

// searchIndex knows which objects just created over REST the reads still miss, and for how many of them.
type searchIndex struct{ lag map[string]int }

func (i *searchIndex) delay(id string, reads int) {
	if i.lag == nil {
		i.lag = map[string]int{}
	}
	i.lag[id] = reads
}

// knows reports whether the index has the object by now, and brings that nearer.
func (i *searchIndex) knows(id string) bool {
	if i.lag[id] == 0 {
		return true
	}
	i.lag[id]--
	return false
}
