#!/bin/sh
# Runs a domain in place of this script, so that signals reach it: asadmin would put a process between.
#
#   PAYARA_HOME=/opt/payara6 ./run.sh [DOMAIN]
#
# DOMAIN is the domain's directory, $PAYARA_HOME/glassfish/domains/domain1 where it is not given.
set -eu

domain=${1:-${PAYARA_HOME:?}/glassfish/domains/domain1}

# A dry run says what start-domain would start, one argument a line between its first line and an
# empty one.
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

# What start-domain would tell it: the password of the key stores that Payara comes with.
exec "$@" <<END
AS_ADMIN_MASTERPASSWORD=${AS_ADMIN_MASTERPASSWORD:-changeit}
END
