#!/bin/sh
# The commands of the containers in docker-compose.yml, so that they can run and be tested without
# Docker.
#
#   run.sh redis        Redis, with redis.conf; further options as arguments
#   run.sh balancer     HAProxy, with haproxy.cfg; its variables are in the environment
#   run.sh check        checks the configuration of HAProxy
#   run.sh database     sets the password of the application in PostgreSQL: RDS_USERNAME, RDS_PASSWORD,
#                       and the PG… variables of psql
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
    # The password is not an argument, because every user of the machine sees command lines.
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
