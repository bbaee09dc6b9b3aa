package io.pagenow.presence.aws.network;

import io.pagenow.presence.aws.settings.Deployment;
import io.pagenow.presence.aws.settings.Deployment.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.VpcOrigin;
import software.amazon.awscdk.services.cloudfront.origins.VpcOriginWithEndpointProps;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Subnet;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListenerRule;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.DesyncMitigationMode;
import software.amazon.awscdk.services.elasticloadbalancingv2.FixedResponseOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCondition;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetGroupLoadBalancingAlgorithmType;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.constructs.Construct;

/**
 * The load balancer. With a domain it is public and ends TLS. Otherwise it is internal, and
 * CloudFront ends TLS and reaches it through a VPC origin.
 *
 * <p>Neither writes access logs: they hold whole URLs, and the URL of a socket may have a token.
 */
public final class Balancer extends Construct {

  /** A node pings a silent client once in each interval, so a socket never looks idle. */
  private static final int PINGS_PER_IDLE_TIMEOUT = 4;

  private final ApplicationLoadBalancer balancer;
  private final ApplicationTargetGroup targets;
  private final ApplicationListenerRule rule;
  private final String host;

  public Balancer(Construct scope, IVpc vpc, Deployment deployment, SecurityGroups groups) {
    super(scope, "Balancer");
    Optional<Domain> domain = deployment.entry().domain();
    balancer =
        ApplicationLoadBalancer.Builder.create(this, "Balancer")
            .vpc(vpc)
            .internetFacing(domain.isPresent())
            .vpcSubnets(SubnetSelection.builder().subnets(subnets(vpc, domain)).build())
            .securityGroup(groups.balancer())
            .idleTimeout(idleTimeout(deployment.nodes().pingMillis()))
            .dropInvalidHeaderFields(true)
            .desyncMitigationMode(DesyncMitigationMode.STRICTEST)
            .build();
    targets = targets(vpc);
    rule = listen(domain);
    host = domain.map(Domain::name).orElseGet(() -> distribution().getDomainName());
  }

  /** Returns the public host name. */
  public String host() {
    return host;
  }

  public ApplicationLoadBalancer balancer() {
    return balancer;
  }

  public ApplicationTargetGroup targets() {
    return targets;
  }

  /** Returns the rule that forwards requests to the nodes. */
  public ApplicationListenerRule rule() {
    return rule;
  }

  private static Duration idleTimeout(int pingMillis) {
    return Duration.seconds(Math.max(60, (pingMillis + 999) / 1_000 * PINGS_PER_IDLE_TIMEOUT));
  }

  private List<? extends ISubnet> subnets(IVpc vpc, Optional<Domain> domain) {
    if (domain.isEmpty()) {
      return vpc.getPrivateSubnets();
    }
    List<ISubnet> subnets = new ArrayList<>();
    for (String id : domain.get().subnets()) {
      subnets.add(Subnet.fromSubnetId(this, "PublicSubnet" + (subnets.size() + 1), id));
    }
    return subnets;
  }

  private ApplicationTargetGroup targets(IVpc vpc) {
    return ApplicationTargetGroup.Builder.create(this, "Nodes")
        .vpc(vpc)
        .targetType(TargetType.IP)
        .protocol(ApplicationProtocol.HTTP)
        .port(SecurityGroups.NODE_PORT)
        // Sockets last long, so a new one goes to the node with the fewest.
        .loadBalancingAlgorithmType(
            TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS)
        // Requests take two seconds at most. Sockets do not end by themselves: a longer delay would
        // only postpone the signal that makes the node drain.
        .deregistrationDelay(Duration.seconds(5))
        .healthCheck(
            HealthCheck.builder()
                .path(Deployment.CONTEXT + "/health/ready")
                .interval(Duration.seconds(5))
                .timeout(Duration.seconds(3))
                .healthyThresholdCount(2)
                .unhealthyThresholdCount(2)
                .build())
        .build();
  }

  /** Forwards only the paths of the application. The server has services of its own. */
  private ApplicationListenerRule listen(Optional<Domain> domain) {
    BaseApplicationListenerProps.Builder properties =
        BaseApplicationListenerProps.builder().open(false).defaultAction(notFound());
    if (domain.isPresent()) {
      properties
          .port(443)
          .protocol(ApplicationProtocol.HTTPS)
          .sslPolicy(SslPolicy.RECOMMENDED_TLS)
          .certificates(List.of(ListenerCertificate.fromArn(domain.get().certificate())));
    } else {
      properties.port(80).protocol(ApplicationProtocol.HTTP);
    }
    ApplicationListener listener = balancer.addListener("Listener", properties.build());
    // The metrics are for operators. A container beside each node reads them.
    ApplicationListenerRule.Builder.create(this, "MetricsAreClosed")
        .listener(listener)
        .priority(5)
        .conditions(
            List.of(ListenerCondition.pathPatterns(List.of(Deployment.CONTEXT + "/metrics*"))))
        .action(notFound())
        .build();
    return ApplicationListenerRule.Builder.create(this, "Application")
        .listener(listener)
        .priority(10)
        .conditions(
            List.of(
                ListenerCondition.pathPatterns(
                    List.of(Deployment.CONTEXT, Deployment.CONTEXT + "/*"))))
        .action(ListenerAction.forward(List.of(targets)))
        .build();
  }

  private static ListenerAction notFound() {
    return ListenerAction.fixedResponse(
        404,
        FixedResponseOptions.builder()
            .contentType("application/json")
            .messageBody("{\"title\":\"Not Found\",\"status\":404}")
            .build());
  }

  private Distribution distribution() {
    return Distribution.Builder.create(this, "Distribution")
        .comment("Presence API")
        .defaultBehavior(
            BehaviorOptions.builder()
                .origin(
                    VpcOrigin.withApplicationLoadBalancer(
                        balancer,
                        VpcOriginWithEndpointProps.builder()
                            .protocolPolicy(OriginProtocolPolicy.HTTP_ONLY)
                            .httpPort(80)
                            .build()))
                .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
                // Answers differ for each user. Tokens come in a header and in the query.
                .cachePolicy(CachePolicy.CACHING_DISABLED)
                .originRequestPolicy(OriginRequestPolicy.ALL_VIEWER)
                .allowedMethods(AllowedMethods.ALLOW_ALL)
                .compress(false)
                .build())
        // A handshake of a WebSocket is HTTP/1.1.
        .httpVersion(HttpVersion.HTTP1_1)
        .priceClass(PriceClass.PRICE_CLASS_ALL)
        .enableLogging(false)
        .build();
  }
}
