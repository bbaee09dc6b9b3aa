package io.pagenow.presence.aws.node;

import io.pagenow.presence.aws.network.Balancer;
import io.pagenow.presence.aws.network.SecurityGroups;
import io.pagenow.presence.aws.redis.RedisConnection;
import io.pagenow.presence.aws.settings.Deployment;
import io.pagenow.presence.aws.settings.Deployment.Database;
import io.pagenow.presence.aws.settings.Deployment.Nodes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ecs.AwsLogDriverMode;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.LogDrivers;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.PropagatedTagSource;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.ecs.Ulimit;
import software.amazon.awscdk.services.ecs.UlimitName;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.rds.DatabaseProxy;
import software.amazon.awscdk.services.rds.DatabaseProxyAttributes;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/** The nodes: tasks of Fargate, at least two, in both zones. */
public final class NodeService extends Construct {

  /** A node drains within 20 seconds. */
  private static final Duration STOP_TIMEOUT = Duration.seconds(60);

  private final Deployment deployment;
  private final LogGroup logs;
  private final FargateService service;

  public NodeService(
      Construct scope,
      IVpc vpc,
      Deployment deployment,
      SecurityGroups groups,
      Balancer balancer,
      RedisConnection redis,
      Path project) {
    super(scope, "Nodes");
    this.deployment = deployment;
    logs =
        LogGroup.Builder.create(this, "Logs")
            .retention(RetentionDays.ONE_MONTH)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    FargateTaskDefinition task = task(balancer, redis, project);
    service = service(vpc, groups.nodes(), task);
    service.attachToApplicationTargetGroup(balancer.targets());
    // A service can only use targets that belong to a load balancer.
    service.getNode().addDependency(balancer.rule());
    NodeScaling.of(service, deployment.nodes(), balancer);
    allowToConnect(task, deployment.database(), groups);
    PolicyReasons.allowAnyResource(
        task.obtainExecutionRole(),
        "ecr:GetAuthorizationToken has no resource: it logs in to the registry of the account.");
  }

  public LogGroup logs() {
    return logs;
  }

  public FargateService service() {
    return service;
  }

  private FargateService service(IVpc vpc, ISecurityGroup group, FargateTaskDefinition task) {
    Cluster cluster =
        Cluster.Builder.create(this, "Cluster")
            .vpc(vpc)
            .containerInsightsV2(ContainerInsights.ENABLED)
            .build();
    return FargateService.Builder.create(this, "Service")
        .cluster(cluster)
        .taskDefinition(task)
        .desiredCount(deployment.nodes().least())
        .securityGroups(List.of(group))
        .assignPublicIp(false)
        // New nodes start before old ones stop. If they do not become ready, the old version stays.
        .minHealthyPercent(100)
        .maxHealthyPercent(200)
        .circuitBreaker(DeploymentCircuitBreaker.builder().enable(true).rollback(true).build())
        .healthCheckGracePeriod(Duration.seconds(120))
        .propagateTags(PropagatedTagSource.SERVICE)
        .build();
  }

  private FargateTaskDefinition task(Balancer balancer, RedisConnection redis, Path project) {
    Nodes nodes = deployment.nodes();
    Map<String, Secret> secrets = secrets(redis);
    FargateTaskDefinition task =
        FargateTaskDefinition.Builder.create(this, "Task")
            .cpu(nodes.cpu())
            .memoryLimitMiB(nodes.memory())
            .build();
    task.addContainer(
            "node",
            ContainerDefinitionOptions.builder()
                .image(NodeImage.of(this, nodes, project))
                .environment(NodeEnvironment.of(deployment, balancer, redis))
                .secrets(secrets)
                .portMappings(
                    List.of(PortMapping.builder().containerPort(SecurityGroups.NODE_PORT).build()))
                .logging(
                    LogDrivers.awsLogs(
                        AwsLogDriverProps.builder()
                            .logGroup(logs)
                            .streamPrefix("node")
                            // A node must not wait for CloudWatch.
                            .mode(AwsLogDriverMode.NON_BLOCKING)
                            .build()))
                .healthCheck(
                    HealthCheck.builder()
                        .command(
                            List.of(
                                "CMD-SHELL",
                                "curl --fail --silent --output /dev/null http://127.0.0.1:8080"
                                    + Deployment.CONTEXT
                                    + "/health/live"))
                        .interval(Duration.seconds(10))
                        .timeout(Duration.seconds(5))
                        .retries(3)
                        .startPeriod(Duration.seconds(60))
                        .build())
                .stopTimeout(STOP_TIMEOUT)
                .build())
        // Each client needs a file descriptor.
        .addUlimits(
            Ulimit.builder().name(UlimitName.NOFILE).softLimit(65_536).hardLimit(65_536).build());
    Secret metrics = secrets.get(Deployment.METRICS_SECRET);
    if (metrics != null) {
      MetricsCollector.add(this, task, logs, metrics, deployment.network().region());
    }
    return task;
  }

  private Map<String, Secret> secrets(RedisConnection redis) {
    Map<String, Secret> secrets = new HashMap<>();
    ISecret given =
        software.amazon.awscdk.services.secretsmanager.Secret.fromSecretNameV2(
            this, "Passwords", deployment.secretName());
    for (String key : deployment.secretKeys()) {
      secrets.put(key, Secret.fromSecretsManager(given, key));
    }
    redis
        .password()
        .ifPresent(password -> secrets.put("REDIS_PASSWORD", Secret.fromSecretsManager(password)));
    return secrets;
  }

  /** Grants the right to connect through RDS Proxy with an IAM token, as the old stack did. */
  private void allowToConnect(
      FargateTaskDefinition task, Database database, SecurityGroups groups) {
    DatabaseProxy.fromDatabaseProxyAttributes(
            this,
            "Proxy",
            DatabaseProxyAttributes.builder()
                .dbProxyArn(database.proxyArn())
                .dbProxyName(database.proxyName())
                .endpoint(database.host())
                .securityGroups(List.of(groups.nodes()))
                .build())
        .grantConnect(task.getTaskRole(), database.user());
  }
}
