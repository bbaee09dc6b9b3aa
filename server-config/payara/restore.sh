#!/bin/sh
# Undoes configure.sh. Phoning home, the data grid, IIOP, JMX and JMS stay off, and the admin
# console stays on the loopback interface. The domain must not run: the script starts and stops it.
# Safe to run again.
#
#   PAYARA_HOME=/opt/payara6 ./restore.sh [DOMAIN]
#
# DOMAIN is the domain's directory, by default $PAYARA_HOME/glassfish/domains/domain1.
set -eu

domain=${1:-${PAYARA_HOME:?}/glassfish/domains/domain1}
. "$(dirname "$0")/asadmin.sh"

start

remove_data_source
remove_jvm_options
if grep -q 'name="payara.microprofile.RDS_SSL_ROOT_CERT"' "$domain/config/domain.xml"; then
  commands <<'END'
delete-config-property --source domain --propertyName RDS_SSL_ROOT_CERT
END
fi

commands <<'END'
set configs.config.server-config.microprofile-metrics-configuration.enabled=true
set-openapi-configuration --enabled=true
set configs.config.server-config.microprofile-healthcheck-configuration.enabled=true
set configs.config.server-config.http-service.virtual-server.server.docroot=${com.sun.aas.instanceRoot}/docroot
set configs.config.server-config.network-config.network-listeners.network-listener.http-listener-2.enabled=true
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.http2-enabled=true
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.http2-enabled=true
set configs.config.server-config.http-service.access-logging-enabled=false
set configs.config.server-config.http-service.access-log.write-interval-seconds=300
set configs.config.server-config.http-service.access-log.date-stamp-to-first-access-log-file-enabled=true
set configs.config.server-config.http-service.access-log.format="%client.name% %auth-user-name% %datetime% %request% %status% %response.length%"
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.server-header=true
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.server-header=true
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.scheme-mapping=
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.scheme-mapping=
set configs.config.server-config.network-config.transports.transport.tcp.socket-write-buffer-size=-1
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.header-buffer-length-bytes=8192
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.header-buffer-length-bytes=8192
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.max-post-size-bytes=2097152
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.max-post-size-bytes=2097152
set resources.managed-scheduled-executor-service.concurrent/__defaultManagedScheduledExecutorService.core-pool-size=0
set configs.config.server-config.thread-pools.thread-pool.http-thread-pool.max-thread-pool-size=5
set configs.config.server-config.thread-pools.thread-pool.http-thread-pool.min-thread-pool-size=5
END
if says_powered_by; then
  commands <<'END'
set configs.config.server-config.network-config.protocols.protocol.http-listener-1.http.xpowered-by=true
set configs.config.server-config.network-config.protocols.protocol.http-listener-2.http.xpowered-by=true
END
fi

run
stop
if [ -d "$domain/docroot/empty" ]; then
  rmdir "$domain/docroot/empty"
fi
