package io.pagenow.presence.aws.redis;

import io.pagenow.presence.aws.settings.Deployment.Endpoints;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.secretsmanager.ISecret;

/**
 * How nodes connect to Redis.
 *
 * @param variables the node's variables
 * @param password the generated password of a replication group that the stack makes
 * @param group id of that replication group
 */
public record RedisConnection(
    Map<String, String> variables, Optional<ISecret> password, Optional<String> group) {

  /** Returns how nodes connect to a given Redis. */
  public static RedisConnection to(Endpoints endpoints) {
    Map<String, String> variables = new HashMap<>();
    variables.put("REDIS_PRIMARY_ENDPOINT_ADDRESS", endpoints.primary());
    variables.put("REDIS_PRIMARY_ENDPOINT_PORT", Integer.toString(endpoints.primaryPort()));
    endpoints
        .reader()
        .ifPresent(
            reader -> {
              variables.put("REDIS_READER_ENDPOINT_ADDRESS", reader);
              variables.put("REDIS_READER_ENDPOINT_PORT", Integer.toString(endpoints.readerPort()));
            });
    return new RedisConnection(variables, Optional.empty(), Optional.empty());
  }
}
