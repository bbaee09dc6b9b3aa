package io.pagenow.presence.local;

import java.util.Map;

/**
 * Tells which services the environment configures, so that the local system does not start them
 * itself.
 *
 * @param environment variables by name
 */
record GivenServices(Map<String, String> environment) {

  boolean database() {
    return given("RDS_HOST");
  }

  boolean redis() {
    return given("REDIS_PRIMARY_ENDPOINT_ADDRESS")
        && !value("REDIS_PRIMARY_ENDPOINT_ADDRESS").equals("none");
  }

  boolean issuer() {
    return given("PRESENCE_JWT_ISSUER")
        || given("PRESENCE_JWKS_URL")
        || (given("AWS_REGION") && given("COGNITO_POOL_ID"));
  }

  /** Returns the stripped value, or an empty string if the variable is not set. */
  String value(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private boolean given(String name) {
    return !value(name).isEmpty();
  }
}
