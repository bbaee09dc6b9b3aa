package io.pagenow.presence.aws.redis;

import io.pagenow.presence.aws.network.SecurityGroups;
import io.pagenow.presence.aws.settings.Deployment;
import io.pagenow.presence.aws.settings.Deployment.Redis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.elasticache.CfnParameterGroup;
import software.amazon.awscdk.services.elasticache.CfnReplicationGroup;
import software.amazon.awscdk.services.elasticache.CfnSubnetGroup;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * A replication group of ElastiCache in two zones, which fails over by itself. It is not
 * Serverless, because that evicts keys with a time to live (volatile-lru, fixed): users would go
 * offline silently.
 */
public final class RedisGroup extends Construct {

  /** Family of the parameters and version of each engine. */
  private static final Map<String, List<String>> ENGINES =
      Map.of("redis", List.of("redis7", "7.1"), "valkey", List.of("valkey8", "8.0"));

  private final Redis redis;
  private final Secret password;
  private final CfnReplicationGroup group;

  public RedisGroup(Construct scope, IVpc vpc, Redis redis, SecurityGroups groups) {
    super(scope, "Redis");
    this.redis = redis;
    // ElastiCache allows few punctuation characters in a password.
    password =
        Secret.Builder.create(this, "Password")
            .description("Password of Redis of the Presence API")
            .generateSecretString(
                SecretStringGenerator.builder().passwordLength(64).excludePunctuation(true).build())
            .build();
    group = replicationGroup(vpc, groups);
    // Presence is short-lived. A snapshot would be out of date before it is restored.
    group.applyRemovalPolicy(RemovalPolicy.DESTROY);
  }

  /** Returns how nodes connect to this group. */
  public RedisConnection connection() {
    Map<String, String> variables = new HashMap<>();
    variables.put("REDIS_TLS", "true");
    if (redis.isCluster()) {
      variables.put("REDIS_PRIMARY_ENDPOINT_ADDRESS", group.getAttrConfigurationEndPointAddress());
      variables.put("REDIS_PRIMARY_ENDPOINT_PORT", group.getAttrConfigurationEndPointPort());
    } else {
      variables.put("REDIS_PRIMARY_ENDPOINT_ADDRESS", group.getAttrPrimaryEndPointAddress());
      variables.put("REDIS_PRIMARY_ENDPOINT_PORT", group.getAttrPrimaryEndPointPort());
      variables.put("REDIS_READER_ENDPOINT_ADDRESS", group.getAttrReaderEndPointAddress());
      variables.put("REDIS_READER_ENDPOINT_PORT", group.getAttrReaderEndPointPort());
    }
    return new RedisConnection(variables, Optional.of(password), Optional.of(group.getRef()));
  }

  private CfnReplicationGroup replicationGroup(IVpc vpc, SecurityGroups groups) {
    CfnSubnetGroup subnets =
        CfnSubnetGroup.Builder.create(this, "Subnets")
            .description("Private subnets of the Presence API")
            .subnetIds(
                vpc.getPrivateSubnets().stream().map(subnet -> subnet.getSubnetId()).toList())
            .build();
    CfnReplicationGroup.Builder builder =
        CfnReplicationGroup.Builder.create(this, "Group")
            .replicationGroupDescription("State and events of the Presence API")
            .engine(redis.engine())
            .engineVersion(ENGINES.get(redis.engine()).get(1))
            .cacheNodeType(redis.nodeType())
            .cacheParameterGroupName(parameters().getRef())
            .cacheSubnetGroupName(subnets.getRef())
            .securityGroupIds(List.of(groups.redis().getSecurityGroupId()))
            .port(Deployment.REDIS_PORT)
            .automaticFailoverEnabled(true)
            .multiAzEnabled(true)
            .transitEncryptionEnabled(true)
            .atRestEncryptionEnabled(true)
            // A reference to the secret. CloudFormation resolves it when it makes the group.
            .authToken(password.getSecretValue().unsafeUnwrap())
            .autoMinorVersionUpgrade(true)
            // Sunday night in most of America, when few users are online.
            .preferredMaintenanceWindow("sun:09:00-sun:10:00");
    return redis.isCluster()
        ? builder.numNodeGroups(redis.shards()).replicasPerNodeGroup(1).build()
        : builder.numCacheClusters(2).build();
  }

  private CfnParameterGroup parameters() {
    Map<String, String> properties = new HashMap<>();
    // When memory is full, writes fail and clients get an error. See redis-docker/redis.conf.
    properties.put("maxmemory-policy", "noeviction");
    if (redis.isCluster()) {
      properties.put("cluster-enabled", "yes");
    }
    return CfnParameterGroup.Builder.create(this, "Parameters")
        .cacheParameterGroupFamily(ENGINES.get(redis.engine()).get(0))
        .description("Redis that never evicts keys")
        .properties(properties)
        .build();
  }
}
