package mockserver

import (
	"net/http"
	"slices"
)

// What a PUT of another mode than the one that is there does. Behaviour.OtherModePut.
const (
	otherModeIgnored = "ignore"
	otherModeFlips   = "flip"
)

// malformedQualifier answers default permissions that name an item.
func malformedQualifier(element string) *apiError {
	return &apiError{http.StatusBadRequest, "400042", "Malformed Permissions Qualifier", "<" + element + "> has no place in default permissions."}
}

func projectMismatch() *apiError {
	return &apiError{http.StatusNotFound, "404009", "Project ID Mismatch", "The project in the URI is not the one in the request body."}
}

func noPublishedDatasource(element string) *apiError {
	return &apiError{http.StatusBadRequest, "400120", "Bad Request", "No published data source draws on the " + element + "."}
}

// readRules reads the rules of a message in their order, and checks its form. No rules at all are fine where that is said.
func (s *Server) readRules(c *call, on permissionSet, mayBeNone bool) ([]rule, *apiError) {
	request, refusal := decode[permissionsRequest](c.body)
	if refusal != nil {
		return nil, refusal
	}
	if request.Permissions == nil {
		return nil, badRequest("there are no permissions")
	}
	if refusal := on.checkNamed(request.Permissions.named()); refusal != nil {
		return nil, refusal
	}
	if len(request.Permissions.Grantees) == 0 && !mayBeNone {
		return nil, badRequest("there are no granteeCapabilities")
	}
	var rules []rule
	for _, block := range request.Permissions.Grantees {
		to, single := block.grantee()
		switch {
		case !single:
			return nil, badRequest("granteeCapabilities name one user, group or group set by its id")
		case !s.takes(to, c.version):
			return nil, badRequest("group sets are not known to this version")
		case block.Capabilities == nil || len(block.Capabilities.Capabilities) == 0:
			return nil, badRequest("granteeCapabilities without a capability")
		}
		for _, in := range block.Capabilities.Capabilities {
			rules = append(rules, rule{to, in.Name, in.Mode})
		}
	}
	return rules, nil
}

// takes reports whether a version knows the kind of a grantee.
func (s *Server) takes(to grantee, version apiVersion) bool {
	return slices.ContainsFunc(granteeKinds, func(k granteeKind) bool { return k.element == to.kind && !version.less(k.since) })
}

// checkNamed refuses a message about another item, or one that names an item of another type.
func (on permissionSet) checkNamed(named map[string]permissionedIn) *apiError {
	for element, sent := range named {
		switch {
		case len(named) > 1:
			return badRequest("permissions name one item at most")
		case element != on.kind.element && on.at.DefaultFor != "":
			return malformedQualifier(element)
		case element != on.kind.element:
			return badRequest("<" + element + "> has no place in the permissions of a " + on.kind.element)
		case sent.ID != on.item.id && element == "project":
			return projectMismatch()
		case sent.ID != on.item.id:
			return badRequest("the " + element + " in the URI is not the one in the request body")
		}
	}
	return nil
}

// assign puts rules to those that are there, one after the other. With a refusal it returns those that were taken before it.
func (s *Server) assign(c *call, on permissionSet, rules, sent []rule) ([]rule, *apiError) {
	rules = slices.Clone(rules)
	for _, r := range sent {
		if refusal := s.checkGrantee(r.grantee, on.item.site); refusal != nil {
			return rules, refusal
		}
		if refusal := s.checkCapability(c.version, on.contentType(), r.capability, r.mode); refusal != nil {
			return rules, refusal
		}
		if s.behaviour.DropsOwnerRules && r.grantee == s.ownerAsGrantee(on.item) {
			continue
		}
		i := slices.IndexFunc(rules, r.sameAs)
		switch {
		case i < 0:
			rules = append(rules, r)
		case rules[i].mode == r.mode || s.behaviour.OtherModePut == otherModeIgnored:
		case s.behaviour.OtherModePut == otherModeFlips:
			rules[i].mode = r.mode
		default:
			return rules, invalidCapability("The capability '" + r.capability + "' is assigned in the mode " + rules[i].mode + " already.")
		}
	}
	return rules, nil
}

func (s *Server) ownerAsGrantee(one item) grantee {
	owner, _ := s.accounts.userNamed(one.owner) // not there: nobody
	return grantee{"user", owner.ID}
}

// checkGrantee refuses a user, group or group set that is not on the site.
func (s *Server) checkGrantee(to grantee, site string) *apiError {
	switch to.kind {
	case "user":
		if user, found := s.accounts.userWithID(to.id); !found || !s.isOnSite(user, site) {
			return userNotFound(to.id)
		}
	case "group":
		if group, found := s.groups.get(to.id); !found || group.Site != site {
			return notFound("404012", "Group", to.id)
		}
	default:
		if set, found := s.groupSets.get(to.id); !found || set.Site != site {
			return groupSetNotFound(to.id)
		}
	}
	return nil
}

// capabilityNotAssigned answers the deletion of a rule that is not there. For flows it has the code of a capability that there is not.
func capabilityNotAssigned(on permissionSet, r rule) *apiError {
	code := "404014"
	if on.at.ContentType == typeFlow {
		code = "404013"
	}
	return &apiError{
		http.StatusNotFound, code, "Capability Not Assigned",
		"The capability '" + r.capability + "' is not assigned to '" + r.grantee.id + "' in the mode " + r.mode + ".",
	}
}
