# Shared by the scripts beside this file, which source it. It expects two variables:
#
#   PRESENCE_URL   URL of the application, such as https://presence.example.com/presence-api. On AWS
#                  it is the output restApiUrl without its last part, /api.
#   TOKEN          an ID token of the user. mvn -Plocal prints where to get one.

here=$(cd "$(dirname "$0")" && pwd)
: "${PRESENCE_URL:?such as https://presence.example.com/presence-api}"
: "${TOKEN:?an ID token of the user}"
PRESENCE_URL=${PRESENCE_URL%/}

# Connects to the socket, and sends the lines of the input. Stays connected for the given number of
# seconds. http becomes ws, and https becomes wss.
talk() {
  java "$here/Talk.java" "ws${PRESENCE_URL#http}/ws?Authorization=$TOKEN" "$1"
}

# Gets a path of the REST API, and prints the body.
get() {
  # The token comes from the input, because every user of the machine sees command lines.
  printf 'header = "Authorization: %s"\n' "$TOKEN" |
    curl --silent --show-error --fail-with-body --config - "$PRESENCE_URL/api/$1"
  echo
}
