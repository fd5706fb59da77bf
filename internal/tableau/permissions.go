package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// GranteeKind is what a rule can be for, as configurations write it.
type GranteeKind string

// The kinds of grantees. Group sets exist since GroupSetsSince.
const (
	UserGrantee     GranteeKind = "user"
	GroupGrantee    GranteeKind = "group"
	GroupSetGrantee GranteeKind = "group_set"
)

// Grantee is whom a rule is for. It is comparable: in what this package gives, ids
// are in lower case.
type Grantee struct {
	Kind GranteeKind
	ID   string
}

// Rules are explicit rules: by grantee, then by capability, the mode, Allow or
// Deny. A grantee without a capability is not in them.
type Rules map[Grantee]map[string]string

// Clone is a deep copy.
func (r Rules) Clone() Rules {
	clone := Rules{}
	for grantee, capabilities := range r {
		clone[grantee] = maps.Clone(capabilities)
	}
	return clone
}

// Equal reports whether both hold the same rules.
func (r Rules) Equal(other Rules) bool {
	return maps.EqualFunc(r, other, maps.Equal)
}

// add adds a rule. Where a capability is both allowed and denied, it is denied.
func (r Rules) add(one rule) {
	if r[one.grantee] == nil {
		r[one.grantee] = map[string]string{}
	}
	if r[one.grantee][one.capability] != Deny {
		r[one.grantee][one.capability] = one.mode
	}
}

// RulesOf names what has rules: an item, or a project or database that gives
// rules to what is new in it. It is comparable.
type RulesOf struct {
	// ContentType is the Name of the item's ContentType. It is "project" or
	// "database" where DefaultFor is set.
	ContentType string
	ID          string
	// DefaultFor is the Name of the content type whose defaults are meant; ""
	// means the item's own rules.
	DefaultFor string
}

// String names it in a sentence: `workbook 4d65…`, `default permissions for workbooks of project 4d65…`.
func (of RulesOf) String() string {
	holder, _ := ContentTypeNamed(of.ContentType)
	if of.DefaultFor == "" {
		return fmt.Sprintf("permissions of %s %s", holder.Label, of.ID)
	}
	content, _ := ContentTypeNamed(of.DefaultFor)
	return fmt.Sprintf("default permissions for %s of %s %s", content.Plural(), holder.Label, of.ID)
}

// isOfCatalog reports whether the methods are those for databases and tables.
func (of RulesOf) isOfCatalog() bool {
	return of.ContentType == "database" || of.ContentType == "table"
}

// Content is the type whose capabilities the rules speak of.
func (of RulesOf) Content() ContentType {
	name := of.ContentType
	if of.DefaultFor != "" {
		name = of.DefaultFor
	}
	content, _ := ContentTypeNamed(name)
	return content
}

// URI is how the rules are addressed, and since when.
func (of RulesOf) URI() RulesURI {
	switch {
	case of.DefaultFor == "":
		return of.Content().Items
	case of.ContentType == "database":
		return TableDefaults
	}
	return of.Content().Defaults
}

// RuleSet is the rules of an item as the service shows them.
type RuleSet struct {
	// Of is what has the rules.
	Of RulesOf
	// Rules are the explicit rules that can be set.
	Rules Rules
	// Inherited are rules that follow from a project around this one: who leads it.
	Inherited Rules
	// LockedBy is the project whose lock decides about the rules, "" when they are the item's own.
	LockedBy string
	// Name and OwnerID are the item's; not every answer has them. The owner, whom
	// OwnerOf looks up, may do everything and is not listed for it.
	Name, OwnerID string
}

// Permissions are the rules that allow and deny capabilities.
type Permissions struct{ client *Client }

// Permissions gives the calls that concern permissions.
func (c *Client) Permissions() Permissions { return Permissions{c} }

// Get reads the rules of an item (REST API reference: Query … Permissions).
func (p Permissions) Get(ctx context.Context, of RulesOf) (RuleSet, error) {
	answer, err := p.get(ctx, of)
	return answer.ruleSet(of), err
}

// get also looks for the database whose rules for tables are meant: that it is
// gone is answered with the code of a wrong URI (REST API reference: Add Default Database Permissions).
func (p Permissions) get(ctx context.Context, of RulesOf) (permissionsAnswer, error) {
	doing := "read " + of.String()
	answer, err := send[permissionsAnswer](ctx, p.client, p.call(of, http.MethodGet, doing))
	if err == nil && answer.isOfAnother(of) {
		return permissionsAnswer{}, &Error{Doing: doing, Cause: errors.New("the answer is about another item")}
	}
	if of.ContentType == "database" && of.DefaultFor != "" && errors.Is(err, codeWrongURI) {
		if _, gone := p.client.Databases().Get(ctx, of.ID); IsNotFound(gone) {
			return answer, gone
		}
	}
	return answer, err
}

// Read is Get for many who ask for the same: it is asked once, until this
// client writes these rules.
func (p Permissions) Read(ctx context.Context, of RulesOf) (RuleSet, error) {
	return p.client.permissions.read(ctx, of)
}

// call is a call to the URI of rules, without a body.
func (p Permissions) call(of RulesOf, method, doing string) call {
	holder, _ := ContentTypeNamed(of.ContentType)
	made := call{
		doing:  doing,
		method: method,
		onSite: true,
		path:   []string{holder.Items.Segment, of.ID, "permissions"},
		route:  fmt.Sprintf("/%s/{%s}/permissions", holder.Items.Segment, of.ContentType),
		// A write that is sent again could undo what others wrote meanwhile: write looks first.
		repeatable: method == http.MethodGet,
		advice:     adviseOnPermissions,
	}
	if of.isOfCatalog() {
		made.advice = adviseOnCatalogPermissions
	}
	if holder.notFound != "" {
		made.notFound = []Code{holder.notFound}
	} else {
		made.advice = adviseWithoutNotFound
	}
	if of.DefaultFor != "" {
		segment := of.URI().Segment
		made.path = []string{holder.Items.Segment, of.ID, "default-permissions", segment}
		made.route = fmt.Sprintf("/%s/{%s}/default-permissions/%s", holder.Items.Segment, of.ContentType, segment)
	}
	return made
}

// permissionsAnswer holds the item, under its own name, beside the rules. The
// answer for a project's defaults has been seen with a project and with a
// database, so that its name means nothing.
type permissionsAnswer struct {
	XMLName     xml.Name            `xml:"tsResponse"`
	Permissions *permissionsElement `xml:"permissions"`
}

type permissionsElement struct {
	// Parent is the project that decides about the rules.
	Parent   Reference        `xml:"parent"`
	Grantees []granteeElement `xml:"granteeCapabilities"`
	Items    []itemElement    `xml:",any"`
}

type itemElement struct {
	Reference
	Owner Reference `xml:"owner"`
}

func (a permissionsAnswer) check() error {
	if a.Permissions == nil {
		return errors.New("it holds no permissions")
	}
	return nil
}

// isOfAnother reports that the item's own rules were asked for, and those of
// others came. The element may be missing (REST API schema: permissionsType).
func (a permissionsAnswer) isOfAnother(of RulesOf) bool {
	another := false
	for _, item := range a.Permissions.Items {
		if strings.EqualFold(item.ID, of.ID) {
			return false
		}
		another = another || item.ID != ""
	}
	return another && of.DefaultFor == ""
}

// isBare reports that neither the item nor a rule was shown. A rule set without
// rules shows its item.
func (a permissionsAnswer) isBare() bool {
	return len(a.Permissions.Items) == 0 && len(a.Permissions.Grantees) == 0
}

func (a permissionsAnswer) ruleSet(of RulesOf) RuleSet {
	set := RuleSet{Of: of, Rules: Rules{}, Inherited: Rules{}}
	if a.Permissions == nil {
		return set
	}
	set.LockedBy = a.Permissions.Parent.ID
	for _, item := range a.Permissions.Items {
		if set.Name == "" || strings.EqualFold(item.ID, of.ID) {
			set.Name, set.OwnerID = item.Name, strings.ToLower(item.Owner.ID)
		}
	}
	for r := range a.all() {
		if r.capability == InheritedProjectLeader {
			set.Inherited.add(r)
		} else {
			set.Rules.add(r)
		}
	}
	return set
}

// all yields the rules of every grantee whose kind is known here.
func (a permissionsAnswer) all() iter.Seq[rule] {
	return func(yield func(rule) bool) {
		for _, element := range a.Permissions.Grantees {
			grantee, ok := element.grantee()
			if !ok {
				continue
			}
			for _, capability := range element.Capabilities {
				if !yield(rule{grantee, capability.Name, capability.Mode}) {
					return
				}
			}
		}
	}
}

// shown are the explicit rules that can be set.
func (a permissionsAnswer) shown() ruleKeys {
	shown := ruleKeys{}
	for r := range a.all() {
		if r.capability != InheritedProjectLeader {
			shown[r] = true
		}
	}
	return shown
}

// hasStrangers reports rules for a kind of grantee that is not known here.
func (a permissionsAnswer) hasStrangers() bool {
	return slices.ContainsFunc(a.Permissions.Grantees, func(e granteeElement) bool {
		_, known := e.grantee()
		return !known
	})
}

type granteeElement struct {
	User         *idReference        `xml:"user"`
	Group        *idReference        `xml:"group"`
	GroupSet     *idReference        `xml:"groupSet"`
	Capabilities []capabilityElement `xml:"capabilities>capability"`
}

type capabilityElement struct {
	Name string `xml:"name,attr"`
	Mode string `xml:"mode,attr"`
}

// grantee is whom the element is for. ok is false for a kind that is not known
// here, and for a grantee without an id.
func (e granteeElement) grantee() (grantee Grantee, ok bool) {
	switch {
	case e.User != nil:
		grantee = Grantee{UserGrantee, e.User.ID}
	case e.Group != nil:
		grantee = Grantee{GroupGrantee, e.Group.ID}
	case e.GroupSet != nil:
		grantee = Grantee{GroupSetGrantee, e.GroupSet.ID}
	}
	grantee.ID = strings.ToLower(grantee.ID)
	return grantee, grantee.ID != ""
}
