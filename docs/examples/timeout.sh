#!/bin/sh
# Shares a page and sends no heartbeats, until the server takes the user offline.
#
#   PRESENCE_URL=… TOKEN=… docs/examples/timeout.sh
#
# Takes from 3 to 6 minutes: the server looks every 3 minutes for users without activity. Prints
# "closed: 4000 idle" at the end, and friends receive {"type":"presence-timeout",…}.
set -eu
. "$(dirname "$0")/presence.sh"

echo '{"action":"update-presence","url":"https://www.github.com/x","title":"GitHub"}' | talk 600
