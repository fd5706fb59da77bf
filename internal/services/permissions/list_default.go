package permissions

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/listresourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	_ list.ListResourceWithConfigure        = (*defaultsListResource)(nil)
	_ list.ListResourceWithConfigValidators = (*defaultsListResource)(nil)
)

// NewDefaultsListResource makes the list resource tableau_default_permissions.
func NewDefaultsListResource() list.ListResource { return &defaultsListResource{} }

// defaultsListResource has the resource's name and configuration.
type defaultsListResource struct{ defaultsResource }

type defaultsFilter struct {
	itemFilter
	DatabaseID types.String `tfsdk:"database_id"`
}

func (l *defaultsListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	id := []validator.String{framework.LUID()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the default permissions of projects, those of every project for every content type that this version of Tableau has, " +
			"also where they are empty; or those of one database for its tables. Left out are projects whose permissions another one locks, " +
			"and locked databases, since they cannot be managed.\n\n" +
			"The rules take a call for each project and content type, and are read where the whole resource is asked for, as to generate configuration.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 2.4 or later, and Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"content_type": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.OneOf(defaultTypes()...)},
				MarkdownDescription: "Only defaults for this type: " + inCode(defaultTypes()) + "; with `database_id` it is `table`.",
			},
			"project_id": schema.StringAttribute{Optional: true, Validators: id, MarkdownDescription: "Only defaults of the project with this LUID."},
			"project_path": schema.StringAttribute{
				Optional: true, Validators: []validator.String{framework.Name()},
				MarkdownDescription: "Only defaults of the project at this path, such as `Finance/Quarterly`.",
			},
			"database_id": schema.StringAttribute{
				Optional: true, Validators: id, MarkdownDescription: "Only the defaults that the database with this LUID gives to its tables.",
			},
		},
	}
}

func (l *defaultsListResource) ListResourceConfigValidators(context.Context) []list.ConfigValidator {
	return []list.ConfigValidator{
		listresourcevalidator.Conflicting(path.MatchRoot("database_id"), path.MatchRoot("project_id")),
		listresourcevalidator.Conflicting(path.MatchRoot("database_id"), path.MatchRoot("project_path")),
	}
}

// listedDefaults is one set of defaults with the name of whose they are.
type listedDefaults struct {
	defaultsModel
	title string
}

func (l *defaultsListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var failed list.ListResult
	wanted, ok := framework.Decode[defaultsFilter](ctx, req.Config, &failed.Diagnostics)
	client := l.connection.Client(&failed.Diagnostics)
	var listed iter.Seq[listedDefaults]
	if ok && client != nil {
		listed, ok = wanted.defaults(ctx, client, &failed.Diagnostics)
	}
	if !ok || client == nil {
		stream.Results = list.ListResultsStreamDiagnostics(failed.Diagnostics)
		return
	}
	result := func(ctx context.Context, one listedDefaults) (list.ListResult, bool) {
		made := req.NewListResult(ctx)
		made.DisplayName = one.title
		made.Diagnostics.Append(made.Identity.Set(ctx, one.identity())...)
		if !req.IncludeResource {
			return made, true
		}
		return withRules(ctx, client, made, &one.defaultsModel)
	}
	framework.List(ctx, stream, "list default permissions", withoutErrors(listed), req.Limit, result)
}

// defaults are those that the filter leaves. ok is false when that cannot be said,
// which is then reported.
func (f defaultsFilter) defaults(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) (left iter.Seq[listedDefaults], ok bool) {
	if !f.DatabaseID.IsNull() {
		return f.ofDatabase(ctx, client, diags)
	}
	version, err := client.APIVersion(ctx)
	if err != nil {
		framework.AddError(diags, "list default permissions", err)
		return nil, false
	}
	contentTypes := []string{f.ContentType.ValueString()}
	if f.ContentType.IsNull() {
		contentTypes = typesWhere(func(t tableau.ContentType) bool { return t.Defaults.In(version) })
	} else {
		checkVersion(ctx, client, tableau.RulesOf{ContentType: typeProject, DefaultFor: contentTypes[0]}, path.Root("content_type"), diags)
	}
	if diags.HasError() {
		return nil, false
	}
	tree, err := client.Projects().Tree(ctx)
	if err != nil {
		framework.AddError(diags, "list default permissions", err)
		return nil, false
	}
	projects, ok := within(tree, f.ProjectID, f.ProjectPath, diags)
	return func(yield func(listedDefaults) bool) {
		for _, project := range tree.All() {
			if controlling(project) != "" || projects != nil && !slices.Contains(projects, project.ID) {
				continue
			}
			for _, contentType := range contentTypes {
				m := defaultsModel{types.StringValue(project.ID), types.StringNull(), types.StringValue(contentType), importedSettings()}
				if !yield(listedDefaults{m, fmt.Sprintf("Default permissions for %s in %s", m.of().Content().Plural(), tree.Path(project.ID))}) {
					return
				}
			}
		}
	}, ok
}

// ofDatabase are the defaults of one database.
func (f defaultsFilter) ofDatabase(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) (left iter.Seq[listedDefaults], ok bool) {
	if refuseDefaultsOfDatabase(f.DatabaseID, f.ContentType, diags); diags.HasError() {
		return nil, false
	}
	m := defaultsModel{types.StringNull(), f.DatabaseID, types.StringValue(typeTable), importedSettings()}
	if checkVersion(ctx, client, m.of(), path.Root("database_id"), diags); diags.HasError() {
		return nil, false
	}
	database, err := client.Databases().Get(ctx, m.of().ID)
	switch {
	case tableau.IsNotFound(err):
		diags.Append(unknownItem(path.Root("database_id"), m.of()))
		return nil, false
	case err != nil:
		framework.AddError(diags, "list default permissions", err)
		return nil, false
	}
	return func(yield func(listedDefaults) bool) {
		if database.ContentPermissions != tableau.LockedToDatabase {
			yield(listedDefaults{m, fmt.Sprintf("Default permissions for tables of database %q", database.Name)})
		}
	}, true
}

// withoutErrors are items that are known beforehand.
func withoutErrors[T any](items iter.Seq[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for one := range items {
			if !yield(one, nil) {
				return
			}
		}
	}
}
