package permissions

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// item is content with rules of its own, as a list shows it.
type item struct {
	contentType, id, name string
	// project is the one around it: "" for one at the top, and where the list does not say.
	project string
	// hidden says why the content type is left out, in place of an item.
	hidden string
}

func (i item) rules() tableau.RulesOf { return tableau.RulesOf{ContentType: i.contentType, ID: i.id} }

// warning is the result that says why a content type is left out.
func (i item) warning() list.ListResult {
	content, _ := tableau.ContentTypeNamed(i.contentType)
	var result list.ListResult
	result.Diagnostics.AddWarning("Left out "+content.Plural(), i.hidden+
		" They need Data Management on Tableau Server. Name a content_type to list other content without this warning.")
	return result
}

// listing lists the items of a site whose rules can be managed.
type listing struct {
	client *tableau.Client
	tree   *tableau.ProjectTree
	types  []string
	// within are the ids of the projects that are meant; nil stands for everything.
	within []string
}

// items yields the items of all types, projects first, but those whose rules a
// project locks.
func (l listing) items(ctx context.Context) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		for _, contentType := range l.types {
			for one, err := range framework.Only(l.listOf(ctx, contentType), l.has) {
				if err != nil && len(l.types) > 1 && withheld(contentType, err) {
					one, err = item{contentType: contentType, hidden: framework.Sentence(err.Error())}, nil
				}
				if !yield(one, err) || err != nil {
					return
				}
			}
		}
	}
}

func (l listing) has(one item) bool {
	return (l.within == nil || slices.Contains(l.within, one.project)) && !l.locked(one)
}

// locked reports whether a project decides about an item's rules.
func (l listing) locked(one item) bool {
	if one.contentType == typeProject {
		project, _ := l.tree.Get(one.id)
		return controlling(project) != ""
	}
	around, _ := l.tree.Get(one.project)
	return controlling(around) != "" || strings.HasPrefix(around.ContentPermissions, "LockedToProject")
}

// withheld reports that the service refuses to list what not every site has (REST
// API reference: Query Databases).
func withheld(contentType string, err error) bool {
	var refused *tableau.Error
	return slices.Contains(dataManagement, contentType) && errors.As(err, &refused) && refused.Code != "" &&
		refused.Status < http.StatusInternalServerError && refused.Status != http.StatusTooManyRequests
}

// dataManagement are the content types that need Data Management.
var dataManagement = []string{typeDatabase, typeTable, typeVirtualConnection}

// listOf lists the items of a type, which may be more than those that are meant.
func (l listing) listOf(ctx context.Context, contentType string) iter.Seq2[item, error] {
	within := l.filters()
	switch contentType {
	case typeProject:
		return l.projects()
	case typeWorkbook:
		return each(l.client.Workbooks().All(ctx, within...), func(w tableau.Workbook) item {
			return item{contentType: contentType, id: w.ID, name: w.Name, project: w.Project.ID}
		})
	case typeDatasource:
		return each(l.client.Datasources().All(ctx, within...), func(d tableau.Datasource) item {
			return item{contentType: contentType, id: d.ID, name: d.Name, project: d.Project.ID}
		})
	case typeView:
		return l.views(ctx)
	case typeFlow:
		return each(l.client.Flows().All(ctx, within...), func(f tableau.Flow) item {
			return item{contentType: contentType, id: f.ID, name: f.Name, project: f.Project.ID}
		})
	case typeDatabase:
		return each(l.client.Databases().All(ctx), func(d tableau.Database) item {
			return item{contentType: contentType, id: d.ID, name: d.Name, project: d.Location.ID}
		})
	case typeTable:
		return each(l.client.Tables().All(ctx), func(t tableau.Table) item {
			return item{contentType: contentType, id: t.ID, name: t.Name, project: t.Location.ID}
		})
	}
	return each(l.client.VirtualConnections().All(ctx), func(v tableau.VirtualConnection) item {
		return item{contentType: contentType, id: v.ID, name: v.Name, project: v.Project.ID}
	})
}

// filters let the service narrow a list to the only project that is meant.
func (l listing) filters() []tableau.Filter {
	if len(l.within) != 1 {
		return nil
	}
	project, found := l.tree.Get(l.within[0])
	if !found {
		return nil
	}
	return []tableau.Filter{tableau.Equal("projectName", project.Name)}
}

func (l listing) projects() iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		for _, p := range l.tree.All() {
			if !yield(item{contentType: typeProject, id: p.ID, name: p.Name, project: p.ParentID}, nil) {
				return
			}
		}
	}
}

// views lists the views but those that are tabs of their workbook, whose rules are
// the workbook's (REST API reference: Add View Permissions).
func (l listing) views(ctx context.Context) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		tabbed := map[string]bool{}
		for workbook, err := range l.client.Workbooks().All(ctx, l.filters()...) {
			if err != nil {
				yield(item{}, err)
				return
			}
			tabbed[workbook.ID] = workbook.ShowTabs != nil && *workbook.ShowTabs
		}
		for view, err := range l.client.Views().All(ctx, l.filters()...) {
			if err == nil && tabbed[view.Workbook.ID] {
				continue
			}
			if !yield(item{contentType: typeView, id: view.ID, name: view.Name, project: view.Project.ID}, err) || err != nil {
				return
			}
		}
	}
}

func each[T any](all iter.Seq2[T, error], show func(T) item) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		for one, err := range all {
			if !yield(show(one), err) {
				return
			}
		}
	}
}

// title is how a result names an item: `Workbook "Sales" in Finance/Quarterly`.
func (l listing) title(one item) string {
	content, _ := tableau.ContentTypeNamed(one.contentType)
	title := fmt.Sprintf("%s%s %q", strings.ToUpper(content.Label[:1]), content.Label[1:], one.name)
	if around := l.tree.Path(one.project); around != "" {
		title += " in " + around
	}
	return title
}
