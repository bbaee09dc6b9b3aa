#!/bin/sh
# Runs a domain in place of this script, so that signals reach it: asadmin would put a process in
# between. If a variable of the data source is missing, the script names it and does not start the
# domain.
#
#   PAYARA_HOME=/opt/payara6 ./run.sh [DOMAIN]
#
# DOMAIN is the domain's directory, by default $PAYARA_HOME/glassfish/domains/domain1.
set -eu

domain=${1:-${PAYARA_HOME:?}/glassfish/domains/domain1}

# A variable without a default has to come from the environment or from a property of the server.
missing=
for name in $(sed -n 's/.*"${MPCONFIG=\([A-Z_]*\)}".*/\1/p' "$domain/config/domain.xml"); do
  if [ -z "$(printenv "$name")" ] \
    && ! grep -q -e "name=\"\(payara\.microprofile\.\)\{0,1\}$name\"" -e "-D$name=" "$domain/config/domain.xml"; then
    missing="$missing $name"
  fi
done
if [ -n "$missing" ]; then
  echo "The server was not started: these variables are not set:$missing" >&2
  exit 1
fi

# A dry run prints the command that start-domain would run: one argument for each line, between the
# first line and an empty one.
arguments=$("$PAYARA_HOME/bin/asadmin" start-domain --dry-run \
  --domaindir "$(dirname "$domain")" "$(basename "$domain")" | sed -n '2,/^$/p')

set --
while IFS= read -r argument; do
  if [ -n "$argument" ]; then
    set -- "$@" "$argument"
  fi
done <<END
$arguments
END

# start-domain would pass this as well: the password of the key stores that come with Payara.
exec "$@" <<END
AS_ADMIN_MASTERPASSWORD=${AS_ADMIN_MASTERPASSWORD:-changeit}
END
