package mockserver

import (
	"fmt"
	"slices"
)

// plantContent fills the sites. Every site has the project Default and the group All Users, the seed's own or plain ones.
func (s *Server) plantContent(seed Seed) error {
	var projects []Project
	var groups []Group
	for _, site := range s.sites.all {
		if !slices.ContainsFunc(seed.Projects, func(p Project) bool {
			return p.Name == defaultProject && p.Parent == "" && s.siteURL(p.Site) == site.ContentURL
		}) {
			projects = append(projects, Project{Site: site.ContentURL, Name: defaultProject})
		}
		if !slices.ContainsFunc(seed.Groups, func(g Group) bool { return g.Name == allUsersGroup && s.siteURL(g.Site) == site.ContentURL }) {
			groups = append(groups, Group{Site: site.ContentURL, Name: allUsersGroup})
		}
	}
	for _, planted := range []error{
		plantAll(s, groupKind, append(groups, seed.Groups...)),
		plantAll(s, groupSetKind, seed.GroupSets),
		plantAll(s, projectKind, append(projects, seed.Projects...)),
		s.plantPermissions(seed.Permissions, true),
		plantAll(s, workbookKind, seed.Workbooks),
		plantAll(s, datasourceKind, seed.Datasources), plantAll(s, flowKind, seed.Flows),
		plantAll(s, databaseKind, seed.Databases), plantAll(s, tableKind, seed.Tables),
		plantAll(s, virtualConnectionKind, seed.VirtualConnections), plantAll(s, collectionKind, seed.Collections),
		s.plantPermissions(seed.Permissions, false),
	} {
		if planted != nil {
			return planted
		}
	}
	return nil
}

func plantAll[T any](s *Server, kindOf func(*Server) kind[T], all []T) error {
	for _, object := range all {
		if _, err := kindOf(s).add(&s.ids, object); err != nil {
			return err
		}
	}
	return nil
}

var jobStatuses = []string{jobPending, jobInProgress, jobSuccess, jobFailed, jobCancelled}

func (s *Server) plantJobs(seed Seed) error {
	for _, job := range seed.Jobs {
		if err := s.checkJob(job); err != nil {
			return fmt.Errorf("job %q: %w", job.ID, err)
		}
		s.addJob(job)
	}
	return nil
}
