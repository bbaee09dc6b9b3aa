package io.pagenow.presence.aws;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.MetricFilterOptions;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** The alarms. Each must last for some minutes, so a deployment raises none. */
final class Alarms extends Construct {

  private static final Duration MINUTE = Duration.minutes(1);

  private final List<ITopic> topics;

  Alarms(
      Construct scope,
      Deployment deployment,
      NodeService nodes,
      Balancer balancer,
      RedisConnection redis) {
    super(scope, "Alarms");
    topics =
        deployment.alarmTopic().map(arn -> Topic.fromTopicArn(this, "Topic", arn)).stream()
            .map(ITopic.class::cast)
            .toList();
    balancer(balancer, deployment.nodes().least());
    nodes(nodes);
    if (deployment.secretKeys().contains(MetricsCollector.SECRET)) {
      metrics();
    }
    redis.group().ifPresent(group -> redis(group, deployment.redis()));
  }

  private void balancer(Balancer balancer, int least) {
    MetricOptions sum = MetricOptions.builder().statistic("Sum").period(MINUTE).build();
    MetricOptions minimum = MetricOptions.builder().statistic("Minimum").period(MINUTE).build();
    below(
        "ReadyNodes",
        "Fewer nodes are ready than PRESENCE_NODES_MIN: a loop is stuck, or nodes do not start",
        balancer.targets().getMetrics().healthyHostCount(minimum),
        least);
    above(
        "NodeErrors",
        "Nodes answer 5xx: Redis, PostgreSQL or the token issuer does not answer",
        balancer.targets().getMetrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, sum),
        10);
    above(
        "BalancerErrors",
        "The load balancer answers 5xx: it reaches no node",
        balancer.balancer().getMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, sum),
        10);
  }

  private void nodes(NodeService nodes) {
    MetricOptions average = MetricOptions.builder().period(MINUTE).build();
    above(
        "Cpu",
        "Nodes use most of their CPU, although more are started at 60 %",
        nodes.service().metricCpuUtilization(average),
        85);
    above(
        "Memory",
        "Nodes use most of their memory: fewer connections for each, or larger nodes",
        nodes.service().metricMemoryUtilization(average),
        85);
    above(
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
    above(
        "StuckLoops",
        "A background loop of a node is stuck: restart the node",
        MetricsCollector.metric("presence_loop_stuck", "Maximum", MINUTE),
        0);
    above(
        "LeaseAge",
        "A node cannot renew its lease: it has lost Redis, or has no CPU",
        MetricsCollector.metric("presence_lease_age_seconds", "Maximum", MINUTE),
        10);
    above(
        "FriendListsAge",
        "A node cannot read the friend lists: the user database does not answer",
        MetricsCollector.metric("presence_friend_lists_age_seconds", "Maximum", MINUTE),
        60);
    above(
        "PendingWrites",
        "Redis does not confirm writes, and a node retries them",
        MetricsCollector.metric("presence_pending_writes", "Maximum", MINUTE),
        0);
    below(
        "Metrics",
        "No node reports its metrics: the alarms above are blind",
        MetricsCollector.metric("presence_connections", "SampleCount", MINUTE),
        1,
        TreatMissingData.BREACHING);
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
        above(
            "RedisMemory" + suffix,
            "Redis is nearly full, and then refuses writes: choose a larger node type",
            redis(group, suffix, "DatabaseMemoryUsagePercentage"),
            75);
        above(
            "RedisCpu" + suffix,
            "Redis uses most of its core: choose a larger node type or partitions",
            redis(group, suffix, "EngineCPUUtilization"),
            80);
        above(
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

  private void above(String name, String description, IMetric metric, int threshold) {
    raise(
        name,
        description,
        metric,
        threshold,
        ComparisonOperator.GREATER_THAN_THRESHOLD,
        TreatMissingData.NOT_BREACHING);
  }

  private void below(String name, String description, IMetric metric, int threshold) {
    below(name, description, metric, threshold, TreatMissingData.NOT_BREACHING);
  }

  private void below(
      String name, String description, IMetric metric, int threshold, TreatMissingData missing) {
    raise(name, description, metric, threshold, ComparisonOperator.LESS_THAN_THRESHOLD, missing);
  }

  private void raise(
      String name,
      String description,
      IMetric metric,
      int threshold,
      ComparisonOperator comparison,
      TreatMissingData missing) {
    Alarm alarm =
        Alarm.Builder.create(this, name)
            .alarmDescription(description)
            .metric(metric)
            .threshold(threshold)
            .comparisonOperator(comparison)
            .evaluationPeriods(5)
            .datapointsToAlarm(4)
            .treatMissingData(missing)
            .build();
    for (ITopic topic : topics) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }
}
