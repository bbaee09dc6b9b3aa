package io.pagenow.presence.aws;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;

/**
 * Why the stack breaks some of the rules AwsSolutions of cdk-nag. A test checks that it breaks no
 * other rule, so each {@code *} in a policy needs a reason.
 */
final class NagReasons {

  private NagReasons() {}

  static void add(Stack stack) {
    NagSuppressions.addStackSuppressions(
        stack,
        Stream.of(
                reason(
                    "AwsSolutions-ELB2",
                    "Access logs have whole URLs, and the URL of a socket may have a token."),
                reason(
                    "AwsSolutions-CFR3",
                    "Access logs have whole URLs, and the URL of a socket may have a token."),
                reason("AwsSolutions-CFR1", "Users may be in any country."),
                reason(
                    "AwsSolutions-CFR2",
                    "Nodes limit requests, messages and connections of each user themselves."),
                reason(
                    "AwsSolutions-CFR4",
                    "The host name is the distribution's own, whose certificate has no setting."),
                reason(
                    "AwsSolutions-CFR5",
                    "The origin is internal and is reached by a VPC origin inside of AWS."),
                reason(
                    "AwsSolutions-ECS2",
                    "Variables of nodes are settings. Passwords come from Secrets Manager."),
                reason(
                    "AwsSolutions-SMG4",
                    "A new password of Redis needs new nodes, so a rotation is a deployment."),
                reason(
                    "AwsSolutions-EC23",
                    "The load balancer is the entry. PRESENCE_BALANCER_SOURCE limits it."),
                reason(
                    "AwsSolutions-AEC5",
                    "A non-default port hides nothing: only the nodes' group reaches Redis."))
            .toList());
  }

  private static NagPackSuppression reason(String rule, String reason) {
    return NagPackSuppression.builder().id(rule).reason(reason).build();
  }
}
