package tableau

import (
	"encoding/xml"
	"fmt"
	"net/http"
)

// permissionsRequest leaves out the element of the item, which is optional and
// which some methods refuse (REST API reference: Add Default Permissions).
type permissionsRequest struct {
	XMLName  xml.Name         `xml:"http://tableau.com/api tsRequest"`
	Grantees []granteeElement `xml:"permissions>granteeCapabilities"`
}

// requestFor has one element for each grantee, in the order of the rules.
func requestFor(rules []rule) permissionsRequest {
	var request permissionsRequest
	var latest Grantee
	for _, r := range rules {
		if r.grantee != latest {
			latest = r.grantee
			request.Grantees = append(request.Grantees, elementFor(r.grantee))
		}
		element := &request.Grantees[len(request.Grantees)-1]
		element.Capabilities = append(element.Capabilities, capabilityElement{r.capability, r.mode})
	}
	return request
}

func elementFor(grantee Grantee) granteeElement {
	reference := &idReference{grantee.ID}
	switch grantee.Kind {
	case UserGrantee:
		return granteeElement{User: reference}
	case GroupGrantee:
		return granteeElement{Group: reference}
	case GroupSetGrantee:
		return granteeElement{GroupSet: reference}
	}
	return granteeElement{}
}

// granteeSegments are how URIs name the kinds of grantees (REST API reference:
// Delete Workbook Permission).
var granteeSegments = map[GranteeKind]string{UserGrantee: "users", GroupGrantee: "groups", GroupSetGrantee: "groupSets"}

// stepCall is the call that makes a step.
func (p Permissions) stepCall(of RulesOf, step step) call {
	switch {
	case step.deletes():
		r := step.rules[0]
		made := p.call(of, http.MethodDelete, fmt.Sprintf("delete %s (%s) of %s from %s", r.capability, r.mode, r.grantee, of))
		segment := granteeSegments[r.grantee.Kind]
		made.path = append(made.path, segment, r.grantee.ID, r.capability, r.mode)
		made.route += fmt.Sprintf("/%s/{%s}/{capability}/{mode}", segment, r.grantee.Kind)
		return made
	case step.replaces():
		made := p.call(of, http.MethodPost, "replace "+of.String())
		made.body = content(requestFor(step.rules))
		return made
	}
	made := p.call(of, http.MethodPut, "set "+of.String())
	made.body = content(requestFor(step.rules))
	return made
}
