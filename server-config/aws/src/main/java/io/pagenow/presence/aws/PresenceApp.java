package io.pagenow.presence.aws;

import io.pagenow.presence.aws.settings.Deployment;
import io.pagenow.presence.aws.settings.DeploymentReader;
import io.pagenow.presence.aws.settings.Variables;
import java.nio.file.Path;
import software.amazon.awscdk.App;

/** Writes the template of the stack. The command {@code cdk} runs it: see {@code cdk.json}. */
public final class PresenceApp {

  private PresenceApp() {}

  /**
   * Writes the template into the directory that {@code cdk} names.
   *
   * @param arguments the project's directory, which has {@code .env}
   */
  public static void main(String[] arguments) {
    Path project = Path.of(arguments[0]).toAbsolutePath().normalize();
    Deployment deployment;
    try {
      deployment = DeploymentReader.read(Variables.read(project));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      // After an exception, Maven would print pages about threads and goals.
      System.exit(1);
      return;
    }
    App app = new App();
    new PresenceStack(app, deployment, project);
    app.synth();
  }
}
