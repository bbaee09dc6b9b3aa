#!/bin/sh
# Prints the presence of the user and of all friends.
#
#   PRESENCE_URL=… TOKEN=… docs/examples/snapshot.sh
set -eu
. "$(dirname "$0")/presence.sh"

get presence
