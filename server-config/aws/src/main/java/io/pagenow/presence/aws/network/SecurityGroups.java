package io.pagenow.presence.aws.network;

import io.pagenow.presence.aws.settings.Deployment;
import java.util.Optional;
import software.amazon.awscdk.services.ec2.IPeer;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/**
 * Who may reach whom: the source reaches the load balancer, the load balancer the nodes, and only
 * the nodes Redis and the proxy. Between two given groups the stack changes nothing, because their
 * rules are there already: CloudFormation refuses a rule that exists.
 */
public final class SecurityGroups {

  public static final int NODE_PORT = 8080;

  private final Construct scope;
  private final IVpc vpc;
  private final ISecurityGroup nodes;
  private final ISecurityGroup redis;
  private final SecurityGroup balancer;

  public SecurityGroups(Construct scope, IVpc vpc, Deployment deployment) {
    this.scope = scope;
    this.vpc = vpc;
    Optional<String> givenNodes = deployment.network().nodes();
    Optional<String> givenRedis = deployment.redis().group();
    balancer = make("BalancerGroup", "Load balancer of the Presence API");
    nodes = givenOrNew("NodeGroup", "Nodes of the Presence API", givenNodes);
    redis =
        deployment.redis().given().isPresent() && givenRedis.isEmpty()
            ? nodes // The given group of the nodes may reach Redis already.
            : givenOrNew("RedisGroup", "Redis of the Presence API", givenRedis);
    ISecurityGroup proxy =
        SecurityGroup.fromSecurityGroupId(scope, "ProxyGroup", deployment.database().proxyGroup());

    int entryPort = deployment.entry().domain().isPresent() ? 443 : 80;
    balancer.addIngressRule(
        peer(deployment.entry().source()), Port.tcp(entryPort), "Clients, or CloudFront", false);
    connect(balancer, nodes, NODE_PORT, "Load balancer to the nodes");
    if (givenNodes.isEmpty()) {
      // Cognito, Secrets Manager, ECR and CloudWatch have no fixed addresses.
      nodes.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "Nodes to the services of AWS", false);
      connect(nodes, proxy, deployment.database().port(), "Nodes to the proxy");
    }
    if (redis != nodes && (givenNodes.isEmpty() || givenRedis.isEmpty())) {
      int port =
          deployment
              .redis()
              .given()
              .map(Deployment.Endpoints::primaryPort)
              .orElse(Deployment.REDIS_PORT);
      connect(nodes, redis, port, "Nodes to Redis");
      deployment
          .redis()
          .given()
          .map(Deployment.Endpoints::readerPort)
          .filter(readerPort -> readerPort != port)
          .ifPresent(readerPort -> connect(nodes, redis, readerPort, "Nodes to replicas"));
    }
  }

  public SecurityGroup balancer() {
    return balancer;
  }

  public ISecurityGroup nodes() {
    return nodes;
  }

  public ISecurityGroup redis() {
    return redis;
  }

  /** A new group may be left only as the rules say, so both directions need a rule. */
  private static void connect(ISecurityGroup from, ISecurityGroup to, int port, String why) {
    if (from instanceof SecurityGroup) {
      from.addEgressRule(to, Port.tcp(port), why, true);
    }
    to.addIngressRule(from, Port.tcp(port), why, true);
  }

  private ISecurityGroup givenOrNew(String name, String description, Optional<String> given) {
    return given
        .map(id -> SecurityGroup.fromSecurityGroupId(scope, name, id))
        .orElseGet(() -> make(name, description));
  }

  private SecurityGroup make(String name, String description) {
    return SecurityGroup.Builder.create(scope, name)
        .vpc(vpc)
        .description(description)
        .allowAllOutbound(false)
        .build();
  }

  private static IPeer peer(String source) {
    return source.startsWith("pl-") ? Peer.prefixList(source) : Peer.ipv4(source);
  }
}
