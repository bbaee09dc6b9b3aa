#!/bin/sh
# Puts the passwords of .env into Secrets Manager. Run it before the first cdk deploy, and after a
# change of a password. Nodes read it when they start.
#
#   server-config/aws/secrets.sh
#
# Needs the AWS command line with credentials, a JDK and Maven.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# Only this user may read the file with the passwords. They are no arguments, because every user of
# the machine sees command lines.
umask 077
value=$(mktemp)
trap 'rm -f "$value"' EXIT

mvn --quiet --batch-mode --file "$here/pom.xml" "-Dpresence.secret.file=$value" \
  compile exec:java@secrets
read -r region name <"$value"
sed -i 1d "$value"

if aws secretsmanager describe-secret --region "$region" --secret-id "$name" >/dev/null 2>&1; then
  aws secretsmanager put-secret-value --region "$region" --secret-id "$name" \
    --secret-string "file://$value"
else
  aws secretsmanager create-secret --region "$region" --name "$name" \
    --description "Passwords of the Presence API" --secret-string "file://$value"
fi
