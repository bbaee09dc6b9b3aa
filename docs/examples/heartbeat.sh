#!/bin/sh
# Connects and sends a heartbeat. The server does not answer it.
#
#   PRESENCE_URL=… TOKEN=… docs/examples/heartbeat.sh
#
# Prints "open".
set -eu
. "$(dirname "$0")/presence.sh"

echo '{"action":"heartbeat"}' | talk 2
