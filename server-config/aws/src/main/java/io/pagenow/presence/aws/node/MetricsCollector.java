package io.pagenow.presence.aws.node;

import io.pagenow.presence.aws.network.SecurityGroups;
import io.pagenow.presence.aws.settings.Deployment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.ecs.AwsLogDriverMode;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDrivers;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * A container beside each node that reads the node's metrics and writes some of them to CloudWatch:
 * the AWS Distro for OpenTelemetry. It reaches the node on the loopback interface, so the metrics
 * need no way through the load balancer.
 *
 * <p>All nodes write to the same metrics, because alarms ask for the worst node.
 */
public final class MetricsCollector {

  public static final String IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.0";

  /** The metrics that alarms use, as a node names them. CloudWatch charges for each. */
  public static final List<String> METRICS =
      List.of(
          "presence_loop_stuck",
          "presence_lease_age_seconds",
          "presence_friend_lists_age_seconds",
          "presence_pending_writes",
          "presence_connections");

  private static final String NAMESPACE = "PresenceApi/Nodes";
  private static final String SYSTEM = "presence-api";
  private static final int MEMORY = 128;

  private static final String CONFIGURATION =
      """
      receivers:
        prometheus:
          config:
            scrape_configs:
              - job_name: presence-api
                scrape_interval: 60s
                metrics_path: %s/metrics
                authorization:
                  credentials: ${env:%s}
                static_configs:
                  - targets: ["127.0.0.1:%d"]
                    labels:
                      system: %s
                metric_relabel_configs:
                  - source_labels: [__name__]
                    regex: %s
                    action: keep
      exporters:
        awsemf:
          region: %s
          namespace: %s
          log_group_name: ${env:METRIC_LOG_GROUP}
          dimension_rollup_option: NoDimensionRollup
          metric_declarations:
            - dimensions: [[system]]
              metric_name_selectors: ["^presence_"]
      service:
        pipelines:
          metrics:
            receivers: [prometheus]
            exporters: [awsemf]
      """;

  private MetricsCollector() {}

  /**
   * Adds the container to the task of a node.
   *
   * @param logs the log group of the collector itself
   */
  static void add(
      Construct scope, FargateTaskDefinition task, LogGroup logs, Secret secret, String region) {
    LogGroup metrics =
        LogGroup.Builder.create(scope, "Metrics")
            .retention(RetentionDays.ONE_WEEK)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    metrics.grantWrite(task.getTaskRole());
    task.addContainer(
        "collector",
        ContainerDefinitionOptions.builder()
            .image(ContainerImage.fromRegistry(IMAGE))
            // A node without alarms is better than no node.
            .essential(false)
            .memoryLimitMiB(MEMORY)
            // Sorted, so that the template is the same each time.
            .environment(
                new TreeMap<>(
                    Map.of(
                        "AOT_CONFIG_CONTENT", configuration(region),
                        "METRIC_LOG_GROUP", metrics.getLogGroupName())))
            .secrets(Map.of(Deployment.METRICS_SECRET, secret))
            .logging(
                LogDrivers.awsLogs(
                    AwsLogDriverProps.builder()
                        .logGroup(logs)
                        .streamPrefix("collector")
                        .mode(AwsLogDriverMode.NON_BLOCKING)
                        .build()))
            .build());
  }

  static String configuration(String region) {
    return CONFIGURATION.formatted(
        Deployment.CONTEXT,
        Deployment.METRICS_SECRET,
        SecurityGroups.NODE_PORT,
        SYSTEM,
        String.join("|", METRICS),
        region,
        NAMESPACE);
  }

  /**
   * Returns a metric of all nodes.
   *
   * @param name one of {@link #METRICS}
   * @param statistic {@code Maximum} for the worst node
   */
  public static Metric metric(String name, String statistic, Duration period) {
    if (!METRICS.contains(name)) {
      throw new IllegalArgumentException("Not collected: " + name);
    }
    return Metric.Builder.create()
        .namespace(NAMESPACE)
        .metricName(name)
        .dimensionsMap(Map.of("system", SYSTEM))
        .statistic(statistic)
        .period(period)
        .build();
  }
}
