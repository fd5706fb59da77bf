#!/usr/bin/env bash
# Prints the path of a Terraform that can run the tests: TF_ACC_TERRAFORM_PATH, or else the one on PATH if it is 1.14 or
# newer (the first with list resources and actions). Prints nothing when there is none, and one has to be built.
# One in .bin/ is not counted: it is what the answer is wanted for.
set -euo pipefail

in_bin() { [[ $(dirname "$1") -ef .bin ]]; }

named=${TF_ACC_TERRAFORM_PATH:-}
if [[ -n $named ]] && ! in_bin "$named"; then
	if [[ ! -f $named || ! -x $named ]]; then
		echo "TF_ACC_TERRAFORM_PATH is '$named', which is no program. Correct or unset it." >&2
		exit 1
	fi
	realpath "$named"
	exit
fi

found=$(type -P terraform) || exit 0
if in_bin "$found"; then
	exit
fi
answer=$("$found" version -json 2>/dev/null) || exit 0
if [[ $answer =~ \"terraform_version\":\ *\"([0-9]+)\.([0-9]+)\. ]]; then
	major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
	if ((major > 1 || (major == 1 && minor >= 14))); then
		echo "$found"
	fi
fi
