package io.pagenow.presence.aws.node;

import io.pagenow.presence.aws.network.Balancer;
import io.pagenow.presence.aws.settings.Deployment.Nodes;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.CustomizedMetricSpecificationProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricDataQueryProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricDimensionProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricStatProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;

/** Starts and stops nodes. Stopping one moves its users to other nodes, so that waits longer. */
final class NodeScaling {

  private static final int CPU_PERCENT = 60;
  private static final Duration OUT = Duration.minutes(1);
  private static final Duration IN = Duration.minutes(15);
  private static final String NAMESPACE = "AWS/ApplicationELB";

  private NodeScaling() {}

  static void of(FargateService service, Nodes nodes, Balancer balancer) {
    ScalableTaskCount scaling =
        service.autoScaleTaskCount(
            EnableScalingProps.builder()
                .minCapacity(nodes.least())
                .maxCapacity(nodes.most())
                .build());
    scaling.scaleOnCpuUtilization(
        "Cpu",
        CpuUtilizationScalingProps.builder()
            .targetUtilizationPercent(CPU_PERCENT)
            .scaleOutCooldown(OUT)
            .scaleInCooldown(IN)
            .build());
    CfnScalingPolicy.Builder.create(scaling, "Connections")
        .policyName("connections")
        .policyType("TargetTrackingScaling")
        .scalingTargetId(target(scaling).getRef())
        .targetTrackingScalingPolicyConfiguration(
            TargetTrackingScalingPolicyConfigurationProperty.builder()
                .targetValue(nodes.connections())
                .scaleOutCooldown(OUT.toSeconds())
                .scaleInCooldown(IN.toSeconds())
                .customizedMetricSpecification(
                    CustomizedMetricSpecificationProperty.builder()
                        .metrics(
                            List.of(
                                query(
                                    "connections",
                                    metric(
                                        "ActiveConnectionCount",
                                        "Sum",
                                        Map.of(
                                            "LoadBalancer",
                                            balancer.balancer().getLoadBalancerFullName()))),
                                query(
                                    "nodes",
                                    metric(
                                        "HealthyHostCount",
                                        "Average",
                                        Map.of(
                                            "LoadBalancer",
                                            balancer.balancer().getLoadBalancerFullName(),
                                            "TargetGroup",
                                            balancer.targets().getTargetGroupFullName()))),
                                // The balancer counts a socket twice: to the client and to the
                                // node.
                                TargetTrackingMetricDataQueryProperty.builder()
                                    .id("each")
                                    .label("Connections of a node")
                                    .expression("connections / 2 / nodes")
                                    .returnData(true)
                                    .build()))
                        .build())
                .build())
        .build();
  }

  private static CfnResource target(ScalableTaskCount scaling) {
    return (CfnResource) scaling.getNode().findChild("Target").getNode().getDefaultChild();
  }

  private static TargetTrackingMetricDataQueryProperty query(
      String id, TargetTrackingMetricStatProperty metric) {
    return TargetTrackingMetricDataQueryProperty.builder()
        .id(id)
        .metricStat(metric)
        .returnData(false)
        .build();
  }

  private static TargetTrackingMetricStatProperty metric(
      String name, String statistic, Map<String, String> dimensions) {
    return TargetTrackingMetricStatProperty.builder()
        .stat(statistic)
        .metric(
            TargetTrackingMetricProperty.builder()
                .namespace(NAMESPACE)
                .metricName(name)
                .dimensions(
                    dimensions.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                            dimension ->
                                TargetTrackingMetricDimensionProperty.builder()
                                    .name(dimension.getKey())
                                    .value(dimension.getValue())
                                    .build())
                        .toList())
                .build())
        .build();
  }
}
