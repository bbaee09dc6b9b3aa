package io.pagenow.presence.aws;

import io.pagenow.presence.aws.network.Balancer;
import io.pagenow.presence.aws.network.SecurityGroups;
import io.pagenow.presence.aws.node.NodeService;
import io.pagenow.presence.aws.redis.RedisConnection;
import io.pagenow.presence.aws.redis.RedisGroup;
import io.pagenow.presence.aws.settings.Deployment;
import io.pagenow.presence.aws.settings.Deployment.Network;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;

/** The whole system, in a network that is there already. */
final class PresenceStack extends Stack {

  static final String NAME = "PresenceApi";

  /**
   * @param project the project's directory, from which the image is built
   */
  PresenceStack(Construct scope, Deployment deployment, Path project) {
    super(scope, NAME, properties(deployment.network()));
    IVpc vpc = vpc(deployment.network());
    SecurityGroups groups = new SecurityGroups(this, vpc, deployment);
    Balancer balancer = new Balancer(this, vpc, deployment, groups);
    RedisConnection redis =
        deployment
            .redis()
            .given()
            .map(endpoints -> RedisConnection.to(endpoints))
            .orElseGet(() -> new RedisGroup(this, vpc, deployment.redis(), groups).connection());
    NodeService nodes = new NodeService(this, vpc, deployment, groups, balancer, redis, project);
    new Alarms(this, deployment, nodes, balancer, redis);

    output(
        "websocketApiUrl",
        "wss://" + balancer.host() + Deployment.CONTEXT + "/ws",
        "for the clients' host constant of the socket");
    output(
        "restApiUrl",
        "https://" + balancer.host() + Deployment.CONTEXT + "/api",
        "for the clients' host constant of the REST API");
    NagReasons.add(this);
  }

  private void output(String name, String value, String description) {
    CfnOutput.Builder.create(this, name).value(value).description(description).build();
  }

  /** The proxy decides about account and region, so credentials of another account fail at once. */
  private static StackProps properties(Network network) {
    return StackProps.builder()
        .description("Presence API: nodes, load balancer, Redis")
        .env(Environment.builder().account(network.account()).region(network.region()).build())
        .synthesizer(new DefaultStackSynthesizer())
        .tags(Map.of("application", "presence-api"))
        .analyticsReporting(false)
        .build();
  }

  /** Describes the network. Nothing is looked up: the variables have all that is needed. */
  private IVpc vpc(Network network) {
    return Vpc.fromVpcAttributes(
        this,
        "Vpc",
        VpcAttributes.builder()
            .vpcId(network.vpc())
            .availabilityZones(network.zones())
            .privateSubnetIds(network.subnets())
            .privateSubnetRouteTableIds(network.routeTables())
            .build());
  }
}
