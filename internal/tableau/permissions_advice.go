package tableau

// adviseOnPermissions says what to do about refusals to show or set rules.
func adviseOnPermissions(e *Error) string { return "" }
