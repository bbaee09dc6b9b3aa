package io.pagenow.presence.aws.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is deployed. {@link DeploymentReader} reads it from the variables. Has no password, because
 * everything in it may get into the template.
 *
 * @param settings settings of the application by name, which the nodes get unchanged
 * @param secretName name of the secret with the passwords, in Secrets Manager
 * @param secretKeys keys of that secret; each is also the name of the node's variable
 * @param alarmTopic ARN of the topic that receives the alarms
 */
public record Deployment(
    Network network,
    Entry entry,
    Database database,
    Redis redis,
    Nodes nodes,
    Map<String, String> settings,
    String secretName,
    List<String> secretKeys,
    Optional<String> alarmTopic) {

  /** The path of the application, which every address has. */
  public static final String CONTEXT = "/presence-api";

  /** The variable with the secret of the metrics. Without it there is no collector. */
  public static final String METRICS_SECRET = "PRESENCE_METRICS_SECRET";

  /** The port of a Redis that the stack makes. */
  public static final int REDIS_PORT = 6379;

  /**
   * The given network.
   *
   * @param nodes security group of the nodes; empty for a new group
   */
  public record Network(
      String account,
      String region,
      String vpc,
      List<String> zones,
      List<String> subnets,
      List<String> routeTables,
      Optional<String> nodes) {}

  /**
   * How clients reach the load balancer.
   *
   * @param source the addresses that may reach it: a CIDR block or the id of a prefix list
   * @param domain a public load balancer; empty for an internal one behind CloudFront
   * @param clientUrl additional allowed origins, separated by commas
   */
  public record Entry(String source, Optional<Domain> domain, String clientUrl) {}

  /** The name of a public load balancer, its certificate, and its two public subnets. */
  public record Domain(String name, String certificate, List<String> subnets) {}

  /** The proxy in front of the user database. */
  public record Database(
      String host,
      int port,
      String user,
      String name,
      String proxyArn,
      String proxyName,
      String proxyGroup) {}

  /**
   * Redis.
   *
   * @param group security group of Redis; empty for a new group
   * @param given the endpoints of a given Redis; empty for a new replication group
   * @param engine {@code redis} or {@code valkey}
   * @param partitions more than 1 for a Redis Cluster
   */
  public record Redis(
      Optional<String> group,
      Optional<Endpoints> given,
      String engine,
      String nodeType,
      int partitions,
      int shards) {

    public boolean isCluster() {
      return partitions > 1;
    }
  }

  /** The endpoints of a given Redis. */
  public record Endpoints(
      String primary, int primaryPort, Optional<String> reader, int readerPort) {}

  /**
   * The nodes.
   *
   * @param image the image in a registry; empty to build it from the project
   * @param connections average number of connections of a node above which more nodes start
   * @param pingMillis time between two pings
   */
  public record Nodes(
      Optional<String> image,
      int least,
      int most,
      int cpu,
      int memory,
      int connections,
      int pingMillis) {}
}
