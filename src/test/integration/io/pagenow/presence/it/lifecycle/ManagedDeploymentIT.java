package io.pagenow.presence.it.lifecycle;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.model.UserId;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The built application, deployed by Arquillian on a running WildFly. Tools deploy in the same way
 * over the server's management interface. The settings are server properties.
 */
@ExtendWith(ArquillianExtension.class)
class ManagedDeploymentIT extends SharedServers {

  private final URI managed =
      TestEnvironment.application(Integer.getInteger("presence.managed.http"));

  @Deployment(testable = false)
  static WebArchive application() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, Build.war().toFile());
  }

  @Test
  void applicationThatIsDeployedOnARunningServerServesAndJoinsTheOthers() throws Exception {
    await().until(() -> get("health/ready", user("ready"), managed).status() == 200);
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, managed);
        Socket friend = connect(ben, nodeB)) {
      socket.update("https://example.com/", "Example");
      friend.next(message("update-presence", ann));

      Http.Answer answer = get("api/presence/" + ann, ben, managed);
      assertEquals(200, answer.status());
      assertTrue(answer.body().contains("https://example.com/"), answer.body());
    }
  }
}
