package mockserver

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// plantTasks comes after schedules and content, which tasks refer to.
func (s *Server) plantTasks(seed Seed) error {
	for _, task := range seed.ExtractTasks {
		if err := s.checkExtractTask(task); err != nil {
			return fmt.Errorf("extract task %q: %w", task.ID, err)
		}
		s.addExtractTask(task)
	}
	return nil
}

func (s *Server) checkExtractTask(task ExtractTask) error {
	types := []string{fullRefresh, incrementalRefresh, incrementalExtract}
	switch {
	case s.extractTasks.has(task.ID):
		return errors.New("another one has the same id")
	case task.Workbook != "" && task.Datasource != "":
		return errors.New("it has both a workbook and a datasource")
	case task.Type != "" && !slices.Contains(types, task.Type):
		return fmt.Errorf("type %q is not one of %s", task.Type, strings.Join(types, ", "))
	}
	if err := s.checkPlace(task.Site, task.Owner); err != nil {
		return err
	}
	if workbook, found := s.workbooks.get(task.Workbook); task.Workbook != "" && (!found || workbook.Site != s.siteURL(task.Site)) {
		return fmt.Errorf("there is no workbook %q on its site", task.Workbook)
	}
	if datasource, found := s.datasources.get(task.Datasource); task.Datasource != "" && (!found || datasource.Site != s.siteURL(task.Site)) {
		return fmt.Errorf("there is no data source %q on its site", task.Datasource)
	}
	return s.checkTiming(task.Timing, "Extract")
}

// checkPlace reports a site or an owner that is not there.
func (s *Server) checkPlace(site, owner string) error {
	if _, known := s.sites.withContentURL(s.siteURL(site)); !known {
		return fmt.Errorf("there is no site with the content_url %q", site)
	}
	if _, known := s.accounts.userNamed(owner); owner != "" && !known {
		return fmt.Errorf("there is no user %q", owner)
	}
	return nil
}
