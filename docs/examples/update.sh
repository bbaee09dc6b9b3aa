#!/bin/sh
# Connects and shares a page. Friends receive it, and so does the user.
#
#   PRESENCE_URL=… TOKEN=… docs/examples/update.sh [URL [TITLE [SECONDS]]]
#
# Prints "open" and the event. Stays connected for SECONDS, by default 2; then the user is offline.
# With an empty URL, friends see "online" without a page.
set -eu
. "$(dirname "$0")/presence.sh"

# Escapes a text for JSON.
json() {
  printf '%s' "$1" | sed 's/[\\"]/\\&/g'
}

url=$(json "${1-https://www.github.com/x}")
title=$(json "${2-GitHub}")
# printf, because echo may change backslashes.
printf '{"action":"update-presence","url":"%s","title":"%s"}\n' "$url" "$title" | talk "${3:-2}"
