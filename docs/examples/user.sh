#!/bin/sh
# Prints the page of one user: null if the user is offline. Fails with 403 if that is neither the
# caller nor a friend.
#
#   PRESENCE_URL=… TOKEN=… docs/examples/user.sh ID
set -eu
. "$(dirname "$0")/presence.sh"

get "presence/${1:?id of a user}"
