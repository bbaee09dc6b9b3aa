#!/bin/sh
# Shares a page, closes the connection, and shows that the user is offline.
#
#   PRESENCE_URL=… TOKEN=… docs/examples/close.sh
#
# Friends receive the page, and then {"type":"presence-timeout",…}. The snapshot that this prints has
# "userPresence" with "page":null, if the user has no other connection.
set -eu
. "$(dirname "$0")/presence.sh"

echo '{"action":"update-presence","url":"https://www.github.com/x","title":"GitHub"}' | talk 2
# The client has closed the socket. The server may still be recording it.
sleep 1
get presence
