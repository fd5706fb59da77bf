package acctest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Reference is the value of an attribute in a configuration that is that of
// another resource, as "${tableau_schedule.early.id}" is.
type Reference struct{ Address, Attribute string }

// Block is a resource of a configuration. Values of its Config can be
// References.
type Block struct {
	Type, Name string
	Config     Object
}

// Address is how Terraform names the resource.
func (b Block) Address() string { return b.Type + "." + b.Name }

// References are those of its configuration.
func (b Block) References() []Reference { return references(b.Config) }

func references(value any) (all []Reference) {
	switch value := value.(type) {
	case Reference:
		all = append(all, value)
	case Object:
		for _, member := range value {
			all = append(all, references(member)...)
		}
	case []any:
		for _, element := range value {
			all = append(all, references(element)...)
		}
	}
	return all
}

// resolved is a value with what lookUp gives in the place of its References.
func resolved(value any, lookUp func(Reference) any) any {
	switch value := value.(type) {
	case Reference:
		return lookUp(value)
	case Object:
		object := Object{}
		for name, member := range value {
			object[name] = resolved(member, lookUp)
		}
		return object
	case []any:
		list := make([]any, len(value))
		for i, element := range value {
			list[i] = resolved(element, lookUp)
		}
		return list
	}
	return value
}

// Configuration is what a folder of Terraform's declares. References do not go
// in circles.
type Configuration []Block

// Block gives the block with an address.
func (c Configuration) Block(address string) (Block, bool) {
	i := slices.IndexFunc(c, func(b Block) bool { return b.Address() == address })
	if i < 0 {
		return Block{}, false
	}
	return c[i], true
}

// JSON is the configuration as Terraform reads it from a file whose name ends
// in .tf.json. It has no provider block.
func (c Configuration) JSON() (string, error) {
	resources := map[string]map[string]any{}
	for _, block := range c {
		if resources[block.Type] == nil {
			resources[block.Type] = map[string]any{}
		}
		resources[block.Type][block.Name] = resolved(block.Config, func(r Reference) any {
			return fmt.Sprintf("${%s.%s}", r.Address, r.Attribute)
		})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if len(resources) == 0 {
		return "{}\n", nil
	}
	err := encoder.Encode(map[string]any{"resource": resources})
	return text.String(), err
}
