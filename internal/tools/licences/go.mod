// licences for `make licences`: of the tool itself there is but this folder, and what recognises licences.
module github.com/tableau-as-code/terraform-provider-tableau/internal/tools/licences

go 1.26.0

tool github.com/tableau-as-code/terraform-provider-tableau/internal/tools/licences

require github.com/google/licensecheck v0.3.1
