package mockserver

// plantTasks comes after schedules and content, which tasks refer to.
func (s *Server) plantTasks(seed Seed) error {
	for _, planted := range []error{
		plantAll(s, extractTaskKind, seed.ExtractTasks), plantAll(s, flowTaskKind, seed.FlowTasks), plantAll(s, subscriptionKind, seed.Subscriptions),
		plantAll(s, linkedTaskKind, seed.LinkedTasks), plantAll(s, accelerationTaskKind, seed.AccelerationTasks),
	} {
		if planted != nil {
			return planted
		}
	}
	return nil
}
