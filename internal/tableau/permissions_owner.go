package tableau

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// OwnerOf gives the LUID of the user who owns what has these rules, "" where
// Tableau does not say. Answers about the permissions of workbooks and data
// sources need not name the owner (REST API reference: Query Workbook
// Permissions): the item itself is then read, once in the life of this client.
func (p Permissions) OwnerOf(ctx context.Context, set RuleSet) (string, error) {
	if set.OwnerID != "" || !set.Of.mayBeOwned() {
		return set.OwnerID, nil
	}
	item := set.Of.ContentType + "/" + set.Of.ID
	if set.Of.ContentType == "project" { // Their tree is remembered already.
		return p.fetchOwner(ctx, item)
	}
	return p.client.owners.get(ctx, item)
}

// mayBeOwned reports whether what has the rules can have an owner, who may do
// everything without them. Databases and tables have none.
func (of RulesOf) mayBeOwned() bool { return of.DefaultFor == "" && !of.isOfCatalog() }

// fetchOwner reads an item. A user who may see its rules need not see itself; what
// is refused for the moment, or for the session, says nothing of the owner.
func (p Permissions) fetchOwner(ctx context.Context, item string) (string, error) {
	contentType, id, _ := strings.Cut(item, "/")
	owner, err := p.readOwner(ctx, contentType, id)
	refused, hidden := p.client.hides(err)
	if hidden || isFinal(&refused) && refused.Status != http.StatusUnauthorized {
		return "", nil
	}
	return strings.ToLower(owner.ID), err
}

func (p Permissions) readOwner(ctx context.Context, contentType, id string) (Reference, error) {
	switch contentType {
	case "project":
		tree, err := p.client.Projects().Tree(ctx)
		if err != nil {
			return Reference{}, err
		}
		project, _ := tree.Get(id)
		return project.Owner, nil
	case "workbook":
		workbook, err := p.client.Workbooks().Known(ctx, id)
		return workbook.Owner, err
	case "view":
		view, err := p.client.Views().Known(ctx, id)
		return view.Owner, err
	case "datasource":
		datasource, err := p.client.Datasources().Get(ctx, id)
		return datasource.Owner, err
	case "flow":
		flow, err := p.client.Flows().Known(ctx, id)
		return flow.Owner, err
	case "virtual_connection":
		connection, err := p.client.VirtualConnections().Get(ctx, id)
		return connection.Owner, err
	}
	return Reference{}, nil
}

// getAfter reads what a write made of the rules. Where the answer shows no rule
// of a user who was to have one, the owner is looked up, who needs none.
func (p Permissions) getAfter(ctx context.Context, of RulesOf, to aim) (RuleSet, error) {
	after, err := p.Get(ctx, of)
	if err == nil && slices.ContainsFunc(to.differences(after), Difference.mayBeNeedless) {
		if after.OwnerID, err = p.OwnerOf(ctx, after); ctx.Err() == nil {
			err = nil
		}
	}
	return after, err
}

// mayBeNeedless reports whether the rule is missing and would be needless if the
// user were the owner.
func (d Difference) mayBeNeedless() bool { return d.Shown == "" && d.Grantee.Kind == UserGrantee }

// perhapsOwners reports whether the differences are nothing but missing rules of
// one user who may own the item, for nobody can say who does.
func perhapsOwners(differences []Difference, after RuleSet) bool {
	return len(differences) > 0 && after.OwnerID == "" && after.Of.mayBeOwned() && !slices.ContainsFunc(differences, func(d Difference) bool {
		return !d.mayBeNeedless() || d.Grantee != differences[0].Grantee
	})
}
