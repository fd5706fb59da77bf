#!/usr/bin/env bash
# Builds this machine's archive of the current commit twice, and fails unless both are the same to the byte. What may
# differ between two machines does: the folder, the caches, the time zone, the times and modes of the checked-out files.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# goreleaser makes archives of all platforms or of none: the configuration with this one alone.
awk -v os="$(go env GOHOSTOS)" -v arch="$(go env GOHOSTARCH)" '
	/^    goos:$/   { print; print "      - \"" os "\""; skip = 1; next }
	/^    goarch:$/ { print; print "      - \"" arch "\""; skip = 1; next }
	skip && /^      - / { next }
	{ skip = 0; print }
' .goreleaser.yml >"$work/goreleaser.yml"

tool=$PWD/.bin/goreleaser
source=$PWD
commit=$(git rev-parse HEAD)

# archive FOLDER UMASK TIME-ZONE prints the checksum of the archive that a clone in this folder gives.
archive() (
	umask "$2"
	export TZ=$3 GOCACHE=$work/$1.cache
	git clone --quiet --no-checkout "$source" "$work/$1"
	cd "$work/$1"
	git checkout --quiet --detach "$commit"
	"$tool" release --snapshot --clean --skip=sign,sbom,publish --config "$work/goreleaser.yml" >&2
	cd dist
	sha256sum ./*.zip
)

first=$(archive one 022 UTC)
second=$(archive a/second 077 Asia/Kathmandu)
printf '%s\n%s\n' "$first" "$second"
if [[ $first != "$second" ]]; then
	echo 'the archives of the same commit differ' >&2
	exit 1
fi
