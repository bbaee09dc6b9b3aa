package io.pagenow.presence.aws.node;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.constructs.IConstruct;

/** Reasons for policies that the rules of cdk-nag find too wide. */
final class PolicyReasons {

  private PolicyReasons() {}

  /** Gives the reason for a {@code *} in the policies of a role. */
  static void allowAnyResource(IConstruct role, String reason) {
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-IAM5")
                .reason(reason)
                .appliesTo(List.of("Resource::*"))
                .build()),
        true);
  }
}
