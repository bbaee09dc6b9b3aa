package io.pagenow.presence.aws;

import io.pagenow.presence.aws.network.Balancer;
import io.pagenow.presence.aws.node.MetricsCollector;
import io.pagenow.presence.aws.node.NodeService;
import io.pagenow.presence.aws.redis.RedisConnection;
import io.pagenow.presence.aws.settings.Deployment;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.MetricFilterOptions;
import software.constructs.Construct;

/** The alarms. Each must last for some minutes, so a deployment raises none. */
final class Alarms extends Construct {

  private static final Duration MINUTE = Duration.minutes(1);

  private final AlarmBuilder alarms;

  Alarms(
      Construct scope,
      Deployment deployment,
      NodeService nodes,
      Balancer balancer,
      RedisConnection redis) {
    super(scope, "Alarms");
    alarms = new AlarmBuilder(this, deployment.alarmTopic());
    balancer(balancer, deployment.nodes().least());
    nodes(nodes);
    if (deployment.secretKeys().contains(Deployment.METRICS_SECRET)) {
      metrics();
    }
    redis.group().ifPresent(group -> redis(group, deployment.redis()));
  }

  private void balancer(Balancer balancer, int least) {
    MetricOptions sum = MetricOptions.builder().statistic("Sum").period(MINUTE).build();
    MetricOptions minimum = MetricOptions.builder().statistic("Minimum").period(MINUTE).build();
    alarms.below(
        "ReadyNodes",
        "Fewer nodes are ready than PRESENCE_NODES_MIN: a loop is stuck, or nodes do not start",
        balancer.targets().getMetrics().healthyHostCount(minimum),
        least);
    alarms.above(
        "NodeErrors",
        "Nodes answer 5xx: Redis, PostgreSQL or the token issuer does not answer",
        balancer.targets().getMetrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, sum),
        10);
    alarms.above(
        "BalancerErrors",
        "The load balancer answers 5xx: it reaches no node",
        balancer.balancer().getMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, sum),
        10);
  }

  private void nodes(NodeService nodes) {
    MetricOptions average = MetricOptions.builder().period(MINUTE).build();
    alarms.above(
        "Cpu",
        "Nodes use most of their CPU, although more are started at 60 %",
        nodes.service().metricCpuUtilization(average),
        85);
    alarms.above(
        "Memory",
        "Nodes use most of their memory: fewer connections for each, or larger nodes",
        nodes.service().metricMemoryUtilization(average),
        85);
    alarms.above(
        "LoggedErrors",
        "Nodes log errors: see the log group",
        nodes
            .logs()
            .addMetricFilter(
                "Errors",
                MetricFilterOptions.builder()
                    .metricNamespace("PresenceApi")
                    .metricName("LoggedErrors")
                    .filterPattern(FilterPattern.anyTerm(" ERROR ", " FATAL "))
                    .defaultValue(0)
                    .build())
            .metric(MetricOptions.builder().statistic("Sum").period(MINUTE).build()),
        5);
  }

  /** Alarms on what nodes measure themselves: see docs/operations.md. */
  private void metrics() {
    worst(
        "StuckLoops",
        "presence_loop_stuck",
        0,
        "A background loop of a node is stuck: restart the node");
    worst(
        "LeaseAge",
        "presence_lease_age_seconds",
        10,
        "A node cannot renew its lease: it has lost Redis, or has no CPU");
    worst(
        "FriendListsAge",
        "presence_friend_lists_age_seconds",
        60,
        "A node cannot read the friend lists: the user database does not answer");
    worst(
        "PendingWrites",
        "presence_pending_writes",
        0,
        "Redis does not confirm writes, and a node retries them");
    alarms.below(
        "Metrics",
        "No node reports its metrics: the alarms above are blind",
        MetricsCollector.metric("presence_connections", "SampleCount", MINUTE),
        1,
        TreatMissingData.BREACHING);
  }

  /** Adds an alarm if a metric of any node is above the threshold. */
  private void worst(String name, String metric, int threshold, String description) {
    alarms.above(name, description, MetricsCollector.metric(metric, "Maximum", MINUTE), threshold);
  }

  /** Memory is the most important one: when it is full, Redis refuses writes. */
  private void redis(String group, Deployment.Redis redis) {
    // Members of a group without shards are named group-001, group-002; with shards
    // group-0001-001 and so on.
    int shards = redis.isCluster() ? redis.shards() : 1;
    for (int shard = 1; shard <= shards; shard++) {
      for (int node = 1; node <= 2; node++) {
        String suffix =
            redis.isCluster() ? "%04d-%03d".formatted(shard, node) : "%03d".formatted(node);
        alarms.above(
            "RedisMemory" + suffix,
            "Redis is nearly full, and then refuses writes: choose a larger node type",
            redis(group, suffix, "DatabaseMemoryUsagePercentage"),
            75);
        alarms.above(
            "RedisCpu" + suffix,
            "Redis uses most of its core: choose a larger node type or partitions",
            redis(group, suffix, "EngineCPUUtilization"),
            80);
        alarms.above(
            "RedisLag" + suffix,
            "A replica lags, so snapshots are read from the primary",
            redis(group, suffix, "ReplicationLag"),
            5);
      }
    }
  }

  private static Metric redis(String group, String suffix, String name) {
    return Metric.Builder.create()
        .namespace("AWS/ElastiCache")
        .metricName(name)
        .dimensionsMap(Map.of("CacheClusterId", group + "-" + suffix))
        .statistic("Maximum")
        .period(MINUTE)
        .build();
  }
}
