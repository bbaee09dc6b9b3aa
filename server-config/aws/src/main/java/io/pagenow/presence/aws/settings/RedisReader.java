package io.pagenow.presence.aws.settings;

import io.pagenow.presence.aws.settings.Deployment.Endpoints;
import io.pagenow.presence.aws.settings.Deployment.Redis;
import java.util.List;
import java.util.Optional;

/** Reads which Redis is used. */
record RedisReader(Variables variables) {

  /** Reads the variables of Redis. Notes problems: see {@link Variables#check}. */
  Redis read() {
    Optional<String> group =
        variables.requiredOrNone(
            "REDIS_SG_ID", DeploymentReader.GROUP, "the security group of Redis (sg-…)");
    Optional<String> primary =
        variables.requiredOrNone(
            "REDIS_PRIMARY_ENDPOINT_ADDRESS", DeploymentReader.HOST, "the primary of Redis");
    Optional<String> reader =
        variables.requiredOrNone(
            "REDIS_READER_ENDPOINT_ADDRESS", DeploymentReader.HOST, "a replica of Redis");
    int primaryPort = port("REDIS_PRIMARY_ENDPOINT_PORT");
    int readerPort = port("REDIS_READER_ENDPOINT_PORT");
    if (isNone("REDIS_PRIMARY_ENDPOINT_ADDRESS")
        && variables.unlessNone("REDIS_READER_ENDPOINT_ADDRESS").isPresent()) {
      variables.problem(
          "REDIS_READER_ENDPOINT_ADDRESS must be none if REDIS_PRIMARY_ENDPOINT_ADDRESS is");
    }
    if (variables.unlessNone("REDIS_PRIMARY_ENDPOINT_ADDRESS").isPresent()
        && isNone("REDIS_SG_ID")
        && isNone("LAMBDA_SG_ID")) {
      variables.problem(
          "REDIS_SG_ID may be none only if the stack makes Redis or LAMBDA_SG_ID is given:"
              + " the new group of the nodes could not reach Redis");
    }
    String engine = variables.text("PRESENCE_REDIS_ENGINE").orElse("redis");
    if (!List.of("redis", "valkey").contains(engine)) {
      variables.problem("PRESENCE_REDIS_ENGINE must be redis or valkey, not '" + engine + "'");
    }
    return new Redis(
        group,
        primary.map(host -> new Endpoints(host, primaryPort, reader, readerPort)),
        engine,
        variables
            .optional(
                "PRESENCE_REDIS_NODE_TYPE", "cache\\.\\w+\\.\\w+", "a type such as cache.t4g.small")
            .orElse("cache.t4g.small"),
        variables.number("PRESENCE_PARTITIONS", 1, 1, 1_024),
        variables.number("PRESENCE_REDIS_SHARDS", 3, 1, 500));
  }

  private boolean isNone(String name) {
    return variables.text(name).filter(Variables.NONE::equals).isPresent();
  }

  private int port(String name) {
    variables.required(name, "none|\\d+", "the port of Redis, or none");
    return variables.number(name, 6379, 1, 65_535);
  }
}
