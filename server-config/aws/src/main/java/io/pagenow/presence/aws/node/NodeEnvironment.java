package io.pagenow.presence.aws.node;

import io.pagenow.presence.aws.network.Balancer;
import io.pagenow.presence.aws.redis.RedisConnection;
import io.pagenow.presence.aws.settings.Deployment;
import io.pagenow.presence.aws.settings.Deployment.Database;
import java.util.HashMap;
import java.util.Map;

/** The environment variables of a node, except for the passwords. */
final class NodeEnvironment {

  /** The CA certificates of the image. Those of RDS Proxy come from Amazon's own authority. */
  private static final String CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

  private NodeEnvironment() {}

  static Map<String, String> of(Deployment deployment, Balancer balancer, RedisConnection redis) {
    Database database = deployment.database();
    int heap = deployment.nodes().memory() / 2;
    Map<String, String> environment = new HashMap<>();
    environment.put("RDS_SSL_MODE", "verify-full");
    environment.putAll(deployment.settings());
    environment.putAll(redis.variables());
    environment.put("RDS_HOST", database.host());
    environment.put("RDS_PORT", Integer.toString(database.port()));
    environment.put("RDS_DB_NAME", database.name());
    environment.put("RDS_USERNAME", database.user());
    environment.put("RDS_SSL_ROOT_CERT", CERTIFICATES);
    // Behind CloudFront a node does not see the scheme of the client, so this names its own origin.
    environment.put("CLIENT_URL", deployment.entry().clientUrl() + ",https://" + balancer.host());
    environment.put(
        "JBOSS_JAVA_SIZING",
        "-Xms%dm -Xmx%dm -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError".formatted(heap, heap));
    return environment;
  }
}
