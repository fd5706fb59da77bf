package framework

import "reflect"

// Shared gives the one value of a type that all resources of a configured
// provider have in common. The first who asks makes it. It must be safe for
// use by many at once.
func Shared[T any](c *Connection) *T {
	value, _ := c.shared.LoadOrStore(reflect.TypeFor[T](), new(T))
	return value.(*T) //nolint:forcetypeassert // Stored under its own type.
}
