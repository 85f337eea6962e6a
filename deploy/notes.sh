#!/usr/bin/env bash
# The changelog's words about one version, for its release: deploy/notes.sh 0.1.0
set -euo pipefail
awk -v version="$1" '
    /^## / { inside = ($2 == version); next }
    inside { print; found = 1 }
    END { exit !found }
' "$(dirname "$0")/../CHANGELOG.md"
