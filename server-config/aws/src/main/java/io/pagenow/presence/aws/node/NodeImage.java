package io.pagenow.presence.aws.node;

import io.pagenow.presence.aws.settings.Deployment.Nodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.IgnoreMode;
import software.amazon.awscdk.services.ecr.assets.Platform;
import software.amazon.awscdk.services.ecs.AssetImageProps;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.constructs.Construct;

/** The image of the nodes: a given one, or one that is built when the stack is deployed. */
final class NodeImage {

  private NodeImage() {}

  static ContainerImage of(Construct scope, Nodes nodes, Path project) {
    Optional<String> given = nodes.image();
    return given.isPresent() ? ContainerImage.fromRegistry(given.get()) : build(scope, project);
  }

  private static ContainerImage build(Construct scope, Path project) {
    if (!Files.exists(project.resolve("target/presence-api.war"))) {
      Annotations.of(scope)
          .addWarningV2(
              "presence:image",
              "target/presence-api.war is missing. Before cdk deploy, run mvn -DskipTests"
                  + " pre-integration-test, or set PRESENCE_IMAGE.");
    }
    return ContainerImage.fromAsset(
        project.toString(),
        AssetImageProps.builder()
            .file("server-config/wildfly/Dockerfile")
            .platform(Platform.LINUX_AMD64)
            .ignoreMode(IgnoreMode.DOCKER)
            .exclude(
                List.of(
                    "*",
                    "!server-config/wildfly",
                    "!target/presence-api.war",
                    "!target/driver",
                    "!target/wildfly-*"))
            .build());
  }
}
