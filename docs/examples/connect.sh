#!/bin/sh
# Connects for two seconds. That counts as activity, but the user has no page yet.
#
#   PRESENCE_URL=… TOKEN=… docs/examples/connect.sh
#
# Prints "open", and then the events of friends.
set -eu
. "$(dirname "$0")/presence.sh"

talk 2 </dev/null
