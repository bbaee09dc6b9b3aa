package io.pagenow.presence.it.browser;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Program;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The Firefox that is installed on this machine, driven by WebDriver BiDi, which needs no driver
 * program. Not thread-safe.
 */
public final class Firefox implements AutoCloseable {

  /** Seconds until an answer counts as missing: a busy machine starts Firefox slowly. */
  private static final int PATIENCE = 120;

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/bin/firefox-esr"), Path.of("/usr/bin/firefox"));

  private final Program program;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonObject>> commands;
  private int lastId;

  private Firefox(
      Program program, WebSocket socket, Map<Integer, CompletableFuture<JsonObject>> commands) {
    this.program = program;
    this.socket = socket;
    this.commands = commands;
  }

  /**
   * Starts Firefox. The test is skipped if it is not installed.
   *
   * @param profile an empty directory
   * @param extension the id of an extension
   * @param origin the id that the extension gets instead of a random one
   */
  public static Firefox start(Path profile, String extension, String origin) throws Exception {
    Optional<Path> executable = PLACES.stream().filter(Files::isExecutable).findFirst();
    Assumptions.assumeTrue(executable.isPresent(), "Firefox is not installed");
    Files.writeString(
        profile.resolve("user.js"),
        "user_pref(\"extensions.webextensions.uuids\", \"{\\\"%s\\\":\\\"%s\\\"}\");\n"
            .formatted(extension, origin));
    int port = FreePort.find();
    ProcessBuilder command =
        new ProcessBuilder(
            executable.orElseThrow().toString(),
            "--headless",
            "--no-remote",
            "--profile",
            profile.toString(),
            "--remote-debugging-port",
            Integer.toString(port),
            "about:blank");
    command.environment().put("HOME", profile.toString());
    Program program = Program.start("Firefox", command, profile.resolve("firefox.log"));
    program.awaitReady(() -> program.log().contains("WebDriver BiDi listening"));
    Map<Integer, CompletableFuture<JsonObject>> commands = new ConcurrentHashMap<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/session"), new Answers(commands))
            .get(PATIENCE, SECONDS);
    Firefox firefox = new Firefox(program, socket, commands);
    firefox.send(
        "session.new",
        Json.createObjectBuilder().add("capabilities", JsonObject.EMPTY_JSON_OBJECT));
    return firefox;
  }

  /** Installs an unpacked extension until the browser ends. */
  public void install(Path extension) throws Exception {
    JsonObjectBuilder data =
        Json.createObjectBuilder().add("type", "path").add("path", extension.toString());
    send("webExtension.install", Json.createObjectBuilder().add("extensionData", data));
  }

  /** Returns the tab whose address ends with the text; empty if there is none. */
  public Optional<String> tab(String end) throws Exception {
    return send("browsingContext.getTree", Json.createObjectBuilder())
        .getJsonArray("contexts")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(context -> context.getString("url").endsWith(end))
        .map(context -> context.getString("context"))
        .findFirst();
  }

  /** Opens a tab in front, with this page. */
  public void open(String address) throws Exception {
    String tab =
        send("browsingContext.create", Json.createObjectBuilder().add("type", "tab"))
            .getString("context");
    send(
        "browsingContext.navigate",
        Json.createObjectBuilder().add("context", tab).add("url", address).add("wait", "complete"));
  }

  /** Evaluates an expression in a tab. Returns its value as text. */
  public String evaluate(String tab, String expression) throws Exception {
    JsonObject result =
        send(
            "script.evaluate",
            Json.createObjectBuilder()
                .add("expression", expression)
                .add("target", Json.createObjectBuilder().add("context", tab))
                .add("awaitPromise", true));
    return result.getJsonObject("result").getString("value", "");
  }

  private JsonObject send(String method, JsonObjectBuilder parameters) throws Exception {
    int id = ++lastId;
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    commands.put(id, answer);
    JsonObject command =
        Json.createObjectBuilder()
            .add("id", id)
            .add("method", method)
            .add("params", parameters)
            .build();
    socket.sendText(command.toString(), true).get(PATIENCE, SECONDS);
    JsonObject received = answer.get(PATIENCE, SECONDS);
    if (!received.getString("type").equals("success")) {
      throw new IOException(method + " failed: " + received);
    }
    return received.getJsonObject("result");
  }

  @Override
  public void close() {
    socket.abort();
    program.close();
  }

  private static final class Answers implements WebSocket.Listener {

    private final Map<Integer, CompletableFuture<JsonObject>> commands;
    private final StringBuilder text = new StringBuilder();

    Answers(Map<Integer, CompletableFuture<JsonObject>> commands) {
      this.commands = commands;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try (var reader = Json.createReader(new StringReader(text.toString()))) {
          JsonObject message = reader.readObject();
          CompletableFuture<JsonObject> command = commands.remove(message.getInt("id", 0));
          if (command != null) {
            command.complete(message);
          }
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
