package chaos_test

import (
	"slices"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// auditors look after themselves: configurations ignore them, or take their rules
// away, and never give them any.
const auditors = "group:Auditors"

// grantees are those that configurations give rules.
var grantees = []string{
	"group:Analysts", "group:Finance & Co, north", "group_set:Partners", "user:ann@example.com", "user:bob@example.com", "group:All Users",
}

// item is a free one of those with rules of their own, or of those with defaults.
func (g *generator) item(ofDefaults bool) (item, bool) {
	for range tries {
		found := pick(g, items...)
		if (found.set.DefaultFor != "") == ofDefaults && g.free(found.name()) {
			return found, true
		}
	}
	return item{}, false
}

func (i item) name() string { return i.set.ContentType + " " + i.set.ID + " " + i.set.DefaultFor }

// itemOf is the one whose rules a resource has.
func itemOf(config acctest.Object) item {
	all := slices.Clone(items)
	for _, one := range lockedItems {
		all = append(all, one.item)
	}
	return all[slices.IndexFunc(all, func(i item) bool {
		if project, is := config["project_id"]; is {
			return i.set.ID == project && i.set.DefaultFor == config["content_type"]
		}
		return i.set.ID == config["content_id"] && i.set.DefaultFor == ""
	})]
}

func (g *generator) capabilities(of item) acctest.Object {
	chosen := acctest.Object{}
	for _, name := range some(g, of.capabilities) {
		chosen[name] = pick(g, "Allow", "Allow", "Deny")
	}
	return chosen
}

// rules are everybody's but those of the ignored.
func (g *generator) rules(of item, ignored []any) acctest.Object {
	rules := acctest.Object{}
	for _, grantee := range grantees {
		if g.chance(50) && !slices.Contains(ignored, any(grantee)) {
			rules[grantee] = g.capabilities(of)
		}
	}
	return rules
}

func (g *generator) ruleSet(of item) acctest.Object {
	config := acctest.Object{}
	var ignored []any
	if g.chance(60) {
		ignored = append(ignored, auditors)
	}
	if g.chance(30) {
		ignored = append(ignored, grantees[1])
	}
	if len(ignored) > 0 {
		config["ignore_grantees"] = ignored
	}
	if g.chance(20) {
		config["on_destroy"] = "keep"
	}
	config["rules"] = g.rules(of, ignored)
	return config
}

func (g *generator) permissions() acctest.Object {
	of, found := g.item(false)
	if !found {
		return nil
	}
	config := g.ruleSet(of)
	config["content_type"], config["content_id"] = of.set.ContentType, of.set.ID
	return config
}

func (g *generator) defaultPermissions() acctest.Object {
	of, found := g.item(true)
	if !found {
		return nil
	}
	config := g.ruleSet(of)
	config["project_id"], config["content_type"] = of.set.ID, of.set.DefaultFor
	return config
}

// besides is a resource for the grantee that a rule set leaves to another one.
func (g *generator) besides(config acctest.Object) acctest.Object {
	ignored, _ := config["ignore_grantees"].([]any)
	if config["content_id"] == nil || !slices.Contains(ignored, any(grantees[1])) {
		return nil
	}
	g.free(beside + itemOf(config).name())
	return acctest.Object{
		"content_type": config["content_type"], "content_id": config["content_id"], "grantee": grantees[1],
		"capabilities": g.capabilities(itemOf(config)),
	}
}

// beside marks an item of which two resources have rules.
const beside = "beside "

// alterPermissions changes rules: all of them, or those of one grantee.
func (g *generator) alterPermissions(config acctest.Object) acctest.Object {
	ignored, _ := config["ignore_grantees"].([]any)
	after := g.rules(itemOf(config), ignored)
	if before := config["rules"].(acctest.Object); g.chance(50) {
		for _, grantee := range grantees[1:] {
			delete(after, grantee)
			if capabilities, is := before[grantee]; is {
				after[grantee] = capabilities
			}
		}
	}
	config["rules"] = after
	return config
}

func (g *generator) replacePermissions(acctest.Object) acctest.Object { return g.permissions() }

func (g *generator) replaceDefaultPermissions(acctest.Object) acctest.Object {
	return g.defaultPermissions()
}

// granteePermissions are of an item whose other rules are left alone.
func (g *generator) granteePermissions() acctest.Object {
	of, found := g.item(false)
	if !found {
		return nil
	}
	return acctest.Object{
		"content_type": of.set.ContentType, "content_id": of.set.ID, "grantee": pick(g, grantees...), "capabilities": g.capabilities(of),
	}
}

func (g *generator) alterGranteePermissions(config acctest.Object) acctest.Object {
	config["capabilities"] = g.capabilities(itemOf(config))
	return config
}

// replaceGranteePermissions gives them to another grantee. One beside a rule set stays with its own.
func (g *generator) replaceGranteePermissions(config acctest.Object) acctest.Object {
	if g.taken[beside+itemOf(config).name()] {
		return nil
	}
	before := config["grantee"]
	for config["grantee"] == before {
		config["grantee"] = pick(g, grantees...)
	}
	return config
}
