#!/bin/sh
# Prepares a Payara domain for the Presence API. The domain must not run: the script starts and
# stops it. Safe to run again.
#
#   PAYARA_HOME=/opt/payara6 ./configure.sh /path/to/postgresql.jar [DOMAIN]
#
# DOMAIN is the domain's directory, by default $PAYARA_HOME/glassfish/domains/domain1. Set AS_JAVA
# to the JDK for Payara, which ignores JAVA_HOME.
#
# Each ${MPCONFIG=NAME} below is the server property NAME or, if it is not set, the environment
# variable NAME; ${ENV=NAME} is the environment variable alone. The server resolves them when it
# starts, so no secret is written to domain.xml.
set -eu

driver=$1
domain=${2:-${PAYARA_HOME:?}/glassfish/domains/domain1}
. "$(dirname "$0")/asadmin.sh"

# --- Before any port opens: no data to other hosts, and administration from this machine only. ---

cat >"$work/preboot" <<'END'
set configs.config.server-config.network-config.network-listeners.network-listener.admin-listener.address=127.0.0.1
set configs.config.server-config.admin-service.jmx-connector.system.enabled=false
set configs.config.server-config.iiop-service.iiop-listener.orb-listener-1.enabled=false
set configs.config.server-config.iiop-service.iiop-listener.SSL.enabled=false
set configs.config.server-config.iiop-service.iiop-listener.SSL_MUTUALAUTH.enabled=false
set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
END
start --prebootcommandfile "$work/preboot"

# These two commands have no effect before the start.
commands <<'END'
disable-phone-home
set configs.config.server-config.jms-service.type=DISABLED
END

# --- The server's own services. The application needs none of them: metrics, health and
# --- descriptions of all applications, the TLS listener, whose key comes with every Payara, HTTP/2,
# --- and the welcome page.

# This directory is empty, so the server serves applications only.
mkdir -p "$domain/docroot/empty"
commands <<'END'
set configs.config.server-config.microprofile-metrics-configuration.enabled=false
set-openapi-configuration --enabled=false
set configs.config.server-config.microprofile-healthcheck-configuration.enabled=false
set configs.config.server-config.http-service.virtual-server.server.docroot=${com.sun.aas.instanceRoot}/docroot/empty
set configs.config.server-config.network-config.network-listeners.network-listener.http-listener-2.enabled=false
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.http2-enabled=false
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.http2-enabled=false
END

# --- The data source. It is created again, so that these values also apply after an upgrade. ---

remove_data_source
commands <<END
add-library $driver
END

# The database is behind a connection proxy, so no session may keep state:
#   prepareThreshold=0          no statement is prepared on the server under a name;
#   assumeMinServerVersion      session settings go with the log-in instead of as SET statements.
# If the database is down or hangs, a caller waits for seconds at most. connectTimeout,
# socketTimeout and loginTimeout are in seconds, sslResponseTimeout and the wait for a free
# connection (maxwait) in milliseconds. The pool validates a connection when it is taken
# (isconnectvalidatereq). If it is dead, all other idle connections are closed as well
# (failconnection). The pool takes back a leaked connection after a minute (leaktimeout,
# leakreclaim), and closes idle ones after five. The application only reads, one statement at a
# time: it needs no transactions.
commands <<END
create-jdbc-connection-pool \
  --restype javax.sql.DataSource \
  --datasourceclassname org.postgresql.ds.PGSimpleDataSource \
  --poolresize 2 \
  --maxwait 1000 \
  --idletimeout 300 \
  --isconnectvalidatereq=true \
  --validationmethod custom-validation \
  --validationclassname org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation \
  --failconnection=true \
  --leaktimeout 60 \
  --leakreclaim=true \
  --nontransactionalconnections=true \
  --property prepareThreshold=0:assumeMinServerVersion=12:connectTimeout=1:socketTimeout=2:loginTimeout=2:sslResponseTimeout=1000:applicationName=presence-api \
  presence
END
commands <<'END'
set resources.jdbc-connection-pool.presence.property.serverName=${MPCONFIG=RDS_HOST}
set resources.jdbc-connection-pool.presence.property.portNumber=${MPCONFIG=RDS_PORT:5432}
set resources.jdbc-connection-pool.presence.property.databaseName=${MPCONFIG=RDS_DB_NAME}
set resources.jdbc-connection-pool.presence.property.user=${MPCONFIG=RDS_USERNAME}
set resources.jdbc-connection-pool.presence.property.password=${MPCONFIG=RDS_PASSWORD}
set resources.jdbc-connection-pool.presence.property.sslMode=${MPCONFIG=RDS_SSL_MODE:verify-full}
create-jdbc-resource --connectionpoolid presence jdbc/presence
END

# In Payara a default cannot depend on another value. But a setting of the domain applies if neither
# the server nor its environment has one.
commands <<'END'
set resources.jdbc-connection-pool.presence.property.sslRootCert=${MPCONFIG=RDS_SSL_ROOT_CERT}
set-config-property --source domain --propertyName RDS_SSL_ROOT_CERT --propertyValue ${user.home}/.postgresql/root.crt
END

# --- DNS. When Redis fails over, the name of its primary gets another address. So the JVM caches
# --- addresses for three seconds, not for thirty.

remove_jvm_options
commands <<'END'
create-jvm-options -Dsun.net.inetaddr.ttl=3
END

# --- Headers. Another application of the same host may set cookies that are not ASCII, and browsers
# --- send them here as well. Payara would answer 400 to every request of such a browser.

commands <<'END'
create-jvm-options -Dorg.glassfish.grizzly.http.STRICT_HEADER_VALUE_VALIDATION_RFC_9110=false
END

# --- Threads. Each incoming message occupies one until it is handled, and Payara's default of five
# --- is soon used up. The threads of the scheduler run timers and tasks of the application.

commands <<'END'
set configs.config.server-config.thread-pools.thread-pool.http-thread-pool.min-thread-pool-size=16
set configs.config.server-config.thread-pools.thread-pool.http-thread-pool.max-thread-pool-size=128
set resources.managed-scheduled-executor-service.concurrent/__defaultManagedScheduledExecutorService.core-pool-size=4
END

# --- HTTP. The load balancer in front knows whether TLS was used. Payara does not take the address
# --- of the client from it, so the access log has the header.

commands <<'END'
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.scheme-mapping=X-Forwarded-Proto
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.scheme-mapping=X-Forwarded-Proto
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.server-header=false
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.server-header=false
END
if says_powered_by; then
  commands <<'END'
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.xpowered-by=false
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.xpowered-by=false
END
fi

# Bytes that the system holds for a client that stops reading. The default may reach some megabytes.
commands <<'END'
set configs.config.server-config.network-config.transports.transport.tcp.socket-write-buffer-size=65536
END

# Limits: no request of a client has a body, and a token is some 2 KB long.
commands <<'END'
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.header-buffer-length-bytes=32768
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.header-buffer-length-bytes=32768
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.max-post-size-bytes=65536
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.max-post-size-bytes=65536
END

# The WebSocket URL has a token in its query, and REST requests have one in a header. So the access
# log has neither %request% and %query-str%, nor that header.
commands <<'END'
set configs.config.server-config.http-service.access-log.format="%client.name% %header.x-forwarded-for% %datetime% %http-method% %http-uri% %http-version% %status% %response.length% %time-taken%"
set configs.config.server-config.http-service.access-log.date-stamp-to-first-access-log-file-enabled=false
set configs.config.server-config.http-service.access-log.write-interval-seconds=1
set configs.config.server-config.http-service.access-logging-enabled=true
END

run
stop

# asadmin accepts only numbers for the size of a pool. The server itself also resolves variables.
sed -i.before \
  '/<jdbc-connection-pool.* name="presence"/s/>$/ steady-pool-size="${MPCONFIG=RDS_POOL_MIN:2}" max-pool-size="${MPCONFIG=RDS_POOL_MAX:20}">/' \
  "$domain/config/domain.xml"
rm "$domain/config/domain.xml.before"
