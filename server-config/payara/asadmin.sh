# Shared functions: configure.sh and restore.sh source this file. It expects $domain.

domain_name=$(basename "$domain")
domain_parent=$(cd "$(dirname "$domain")" && pwd)
work=$(mktemp -d)
started=

clean_up() {
  if [ -n "$started" ]; then
    "$PAYARA_HOME/bin/asadmin" stop-domain --domaindir "$domain_parent" "$domain_name" || true
  fi
  rm -rf "$work"
}
trap clean_up EXIT

# Starts the domain with the given options of start-domain.
start() {
  "$PAYARA_HOME/bin/asadmin" start-domain --domaindir "$domain_parent" "$@" "$domain_name"
  started=yes
  port=$(sed -n '/name="admin-listener"/s/.*<network-listener.* port="\([0-9]*\)".*/\1/p' "$domain/config/domain.xml" | head -n 1)
}

stop() {
  "$PAYARA_HOME/bin/asadmin" stop-domain --domaindir "$domain_parent" "$domain_name"
  started=
}

# Collects commands from the standard input, one for each line. They run together, because each
# asadmin takes seconds.
commands() {
  cat >>"$work/commands"
}

# Runs the collected commands. A command that fails neither ends asadmin nor changes its exit
# status. Only the output shows the failure.
run() {
  asadmin multimode --file "$work/commands" >"$work/output" 2>&1
  cat "$work/output"
  if grep -q -e '^remote failure' -e '^Command .* failed\.$' -e '^Usage: ' "$work/output"; then
    exit 1
  fi
}

asadmin() {
  "$PAYARA_HOME/bin/asadmin" --port "$port" --terse "$@"
}

# Collects commands that remove the data source and the driver, which may have another version.
remove_data_source() {
  if grep -q '<jdbc-connection-pool .*name="presence"' "$domain/config/domain.xml"; then
    echo 'delete-jdbc-connection-pool --cascade=true presence' | commands
  fi
  for library in "$domain"/lib/postgresql*.jar; do
    if [ -e "$library" ]; then
      echo "remove-library $(basename "$library")" | commands
    fi
  done
}

# Collects commands that remove the JVM options which configure.sh added.
remove_jvm_options() {
  for option in \
    -Dsun.net.inetaddr.ttl=3 \
    -Dorg.glassfish.grizzly.http.STRICT_HEADER_VALUE_VALIDATION_RFC_9110=false; do
    if grep -q "<jvm-options>$option<" "$domain/config/domain.xml"; then
      echo "delete-jvm-options $option" | commands
    fi
  done
}

# Succeeds if this Payara sends X-Powered-By. Payara 7 does not, and lacks the setting.
says_powered_by() {
  grep -qx 'major_version=6' "$PAYARA_HOME/glassfish/config/branding/glassfish-version.properties"
}
