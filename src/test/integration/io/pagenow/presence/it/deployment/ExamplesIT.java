package io.pagenow.presence.it.deployment;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts in {@code docs/examples} as a reader does, against a real server. */
class ExamplesIT extends SharedServers {

  @TempDir private Path directory = Path.of("");

  @Test
  void connectOpensASocket() throws Exception {
    String output = run(user("ann"), "connect.sh");
    assertTrue(output.startsWith("open\n"), output);
  }

  @Test
  void heartbeatIsAcceptedWithoutAnAnswer() throws Exception {
    String output = run(user("ann"), "heartbeat.sh");
    assertTrue(output.startsWith("open\n"), output);
    assertFalse(output.contains("error"), output);
  }

  @Test
  void updateReachesFriendsAndTheUser() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeA)) {
      String output = run(ann, "update.sh", "https://example.com/\"x\"", "A \\ \"title\"");
      assertTrue(output.contains("\"title\":\"A \\\\ \\\"title\\\"\""), output);
      friend.next(message("update-presence", ann));
      friend.next(message("presence-timeout", ann));
    }
  }

  @Test
  void closeTakesTheUserOffline() throws Exception {
    String output = run(user("ann"), "close.sh");
    assertTrue(output.contains("\"title\":\"GitHub\""), output);
    assertTrue(output.contains("\"page\":null"), output);
  }

  @Test
  void timeoutEndsWhenTheServerTakesTheUserOffline() throws Exception {
    UserId ann = user("ann");
    Process script = start(ann, "timeout.sh");
    await().until(() -> redis.hget("page", ann.value()) != null);
    redis.zadd("status", 1, ann.value());
    TestEnvironment.sweep();
    assertTrue(script.waitFor(30, TimeUnit.SECONDS), "the script did not end");
    String output = Files.readString(output());
    assertTrue(output.contains("closed: 4000 idle"), output);
  }

  @Test
  void snapshotHasAllFriends() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    String output = run(ann, "snapshot.sh");
    assertTrue(output.contains("\"userId\":\"" + ben.value() + "\""), output);
  }

  @Test
  void userShowsThePageOfAFriendOnly() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    assertEquals("null\n", run(ann, "user.sh", ben.value()));
    Process script = start(ann, "user.sh", user("eve").value());
    assertTrue(script.waitFor(30, TimeUnit.SECONDS));
    assertNotEquals(0, script.exitValue());
  }

  @Test
  void aMissingTokenIsNamed() throws Exception {
    ProcessBuilder script = script("snapshot.sh");
    script.environment().remove("TOKEN");
    Process process = script.start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertNotEquals(0, process.exitValue());
    assertTrue(Files.readString(output()).contains("TOKEN: an ID token of the user"));
  }

  private String run(UserId user, String... command) throws Exception {
    Process process = start(user, command);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the script did not end");
    String output = Files.readString(output());
    assertEquals(0, process.exitValue(), output);
    return output;
  }

  private Process start(UserId user, String... command) throws IOException {
    ProcessBuilder script = script(command);
    script.environment().put("TOKEN", token(user));
    return script.start();
  }

  private ProcessBuilder script(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.set(0, Path.of("docs/examples").resolve(command[0]).toAbsolutePath().toString());
    ProcessBuilder script =
        new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(output().toFile());
    script.environment().put("PRESENCE_URL", nodeA.toString());
    return script;
  }

  private Path output() {
    return directory.resolve("output.txt");
  }
}
