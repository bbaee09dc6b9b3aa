package io.pagenow.presence.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagenow.presence.aws.settings.Deployment;
import io.pagenow.presence.aws.settings.DeploymentReader;
import io.pagenow.presence.aws.settings.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the secret of a deployment as JSON, for {@code secrets.sh}. */
public final class Secrets {

  private Secrets() {}

  /**
   * Writes two lines into the file that the system property {@code presence.secret.file} names: the
   * region and the name of the secret, and its value. Not to the standard output, where Maven
   * writes too.
   *
   * @param arguments the project's directory, which has {@code .env}
   */
  public static void main(String[] arguments) throws IOException {
    try {
      Variables variables = Variables.read(Path.of(arguments[0]));
      Deployment deployment = DeploymentReader.read(variables);
      Files.write(
          Path.of(System.getProperty("presence.secret.file")),
          List.of(
              deployment.network().region() + " " + deployment.secretName(),
              json(variables, deployment)));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Returns the value of the secret: a JSON object with a member for each password. */
  static String json(Variables variables, Deployment deployment) {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    deployment.secretKeys().forEach(key -> value.put(key, variables.text(key).orElse("")));
    return value.toString();
  }
}
