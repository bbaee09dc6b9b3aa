#!/bin/sh
# What the containers of docker-compose.yml run, so that it can be run and tested without them.
#
#   run.sh redis        Redis, with redis.conf; further options as arguments
#   run.sh balancer     HAProxy, with haproxy.cfg; its variables are in the environment
#   run.sh check        whether the configuration of HAProxy is right
#   run.sh database     lets the application into PostgreSQL: RDS_USERNAME, RDS_PASSWORD, and the
#                       PG… variables of psql
set -eu

here=$(cd "$(dirname "$0")" && pwd)
what=${1:?redis, balancer, check or database}
shift

case $what in
  redis)
    exec redis-server "$here/redis.conf" "$@"
    ;;
  balancer)
    exec haproxy -db -f "$here/haproxy.cfg" "$@"
    ;;
  check)
    exec haproxy -c -f "$here/haproxy.cfg"
    ;;
  database)
    # Over the standard input, as a password on the command line is seen by everybody.
    exec psql --no-psqlrc --set ON_ERROR_STOP=1 --set "user=${RDS_USERNAME:?}" <<'END'
\getenv password RDS_PASSWORD
ALTER ROLE :"user" PASSWORD :'password';
END
    ;;
  *)
    echo "Unknown: $what" >&2
    exit 2
    ;;
esac
