#!/bin/sh
# Prepares a Payara domain for the Presence API. The domain must not run: it is started for this, and
# stopped again. Safe to run again.
#
#   PAYARA_HOME=/opt/payara6 ./configure.sh /path/to/postgresql.jar [DOMAIN]
#
# DOMAIN is the domain's directory, $PAYARA_HOME/glassfish/domains/domain1 where it is not given. Set
# AS_JAVA to the JDK that Payara is to run on, as it passes over JAVA_HOME.
#
# Each ${MPCONFIG=NAME} below is the server property NAME or, where there is none, the environment
# variable NAME, ${ENV=NAME} the environment variable alone. They are looked up when the server
# starts, so nothing secret ends up in domain.xml.
set -eu

driver=$1
domain=${2:-${PAYARA_HOME:?}/glassfish/domains/domain1}
. "$(dirname "$0")/asadmin.sh"

# --- Before anything listens: nothing is told to others, and nobody but this machine gets in. ---

cat >"$work/preboot" <<'END'
set configs.config.server-config.network-config.network-listeners.network-listener.admin-listener.address=127.0.0.1
set configs.config.server-config.admin-service.jmx-connector.system.enabled=false
set configs.config.server-config.iiop-service.iiop-listener.orb-listener-1.enabled=false
set configs.config.server-config.iiop-service.iiop-listener.SSL.enabled=false
set configs.config.server-config.iiop-service.iiop-listener.SSL_MUTUALAUTH.enabled=false
set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
END
start --prebootcommandfile "$work/preboot"

# These two do nothing that early.
commands <<'END'
disable-phone-home
set configs.config.server-config.jms-service.type=DISABLED
END

# --- Doors of the server's own. The application needs none of them: metrics, health and descriptions of all
# --- applications, the TLS listener, whose key comes with every Payara, HTTP/2, and the welcome page.

# Nothing is in this directory, so nothing but applications is served.
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

# --- The data source. It is made anew, so that what stands here holds after an upgrade as well. ---

remove_data_source
commands <<END
add-library $driver
END

# The database is behind a connection proxy, so no session may be left with a state:
#   prepareThreshold=0          no statement is prepared on the server under a name;
#   assumeMinServerVersion      session settings go with the log-in instead of as SET statements.
# A database that is down or hangs must cost a caller a moment, not a minute: connectTimeout,
# socketTimeout and loginTimeout are in seconds, sslResponseTimeout and the wait for a free
# connection (maxwait) in milliseconds.
# A connection that died in the pool is found when it is taken (isconnectvalidatereq), and takes the
# other idle ones with it (failconnection). One that the application forgets to give back is taken
# from it after a minute (leaktimeout, leakreclaim); idle ones are closed after five.
# The application only reads, one statement at a time: it needs no transactions.
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

# Payara knows no default that depends on another value, but settings of the domain: they count where
# neither the server nor its environment has one.
commands <<'END'
set resources.jdbc-connection-pool.presence.property.sslRootCert=${MPCONFIG=RDS_SSL_ROOT_CERT}
set-config-property --source domain --propertyName RDS_SSL_ROOT_CERT --propertyValue ${user.home}/.postgresql/root.crt
END

# --- The addresses of hosts. When Redis fails over, the name of its primary gets another one: it is
# --- remembered for three seconds and not for thirty.

remove_jvm_options
commands <<'END'
create-jvm-options -Dsun.net.inetaddr.ttl=3
END

# --- Headers. Other applications of the same host may have cookies that are not ASCII, and browsers send
# --- them here as well. Payara would answer 400 to every request of such a browser.

commands <<'END'
create-jvm-options -Dorg.glassfish.grizzly.http.STRICT_HEADER_VALUE_VALIDATION_RFC_9110=false
END

# --- Threads. Each socket message that arrives occupies one until it is dealt with, and five, as
# --- Payara comes with, are soon used up. Those of the scheduler do the node's housekeeping.

commands <<'END'
set configs.config.server-config.thread-pools.thread-pool.http-thread-pool.min-thread-pool-size=16
set configs.config.server-config.thread-pools.thread-pool.http-thread-pool.max-thread-pool-size=128
set resources.managed-scheduled-executor-service.concurrent/__defaultManagedScheduledExecutorService.core-pool-size=4
END

# --- HTTP. A load balancer stands in front: it knows whether TLS was used. The client's address,
# --- which Payara does not take from it, is in the access log.

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

# What the system holds for a peer that stops reading, in bytes. It would go up to some megabytes.
commands <<'END'
set configs.config.server-config.network-config.transports.transport.tcp.socket-write-buffer-size=65536
END

# Limits: nobody who reads or writes has a body to send, and a token is some 2 KB long.
commands <<'END'
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.header-buffer-length-bytes=32768
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.header-buffer-length-bytes=32768
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.max-post-size-bytes=65536
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.max-post-size-bytes=65536
END

# The socket's URL carries a token in its query, and REST requests carry one in a header. So the
# access log has neither %request% and %query-str%, nor that header.
commands <<'END'
set configs.config.server-config.http-service.access-log.format="%client.name% %header.x-forwarded-for% %datetime% %http-method% %http-uri% %http-version% %status% %response.length% %time-taken%"
set configs.config.server-config.http-service.access-log.date-stamp-to-first-access-log-file-enabled=false
set configs.config.server-config.http-service.access-log.write-interval-seconds=1
set configs.config.server-config.http-service.access-logging-enabled=true
END

run
stop

# asadmin takes nothing but numbers for the size of a pool, the server also looks them up.
sed -i.before \
  '/<jdbc-connection-pool.* name="presence"/s/>$/ steady-pool-size="${MPCONFIG=RDS_POOL_MIN:2}" max-pool-size="${MPCONFIG=RDS_POOL_MAX:20}">/' \
  "$domain/config/domain.xml"
rm "$domain/config/domain.xml.before"
