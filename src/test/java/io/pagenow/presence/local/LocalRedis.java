package io.pagenow.presence.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A Redis of its own on the loopback interface, which keeps its data in memory alone. */
public final class LocalRedis implements AutoCloseable {

  private final Process process;
  private final String address;
  private final int port;

  private LocalRedis(Process process, String address, int port) {
    this.process = process;
    this.address = address;
    this.port = port;
  }

  /**
   * Starts an empty one, on any free port.
   *
   * @param directory where its program and its log go; one that no other Redis has
   */
  public static LocalRedis start(Path directory) throws IOException {
    Files.createDirectories(directory);
    File program = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
    return start(directory, program.toPath(), "127.0.0.1", FreePort.find(), List.of());
  }

  /**
   * As {@link #start(Path)}, but another program, on a given port and with further options.
   *
   * @param address where it listens, on the loopback interface
   * @param options what follows on the command line, beginning with {@code --}
   */
  public static LocalRedis start(
      Path directory, Path program, String address, int port, List<String> options)
      throws IOException {
    Files.createDirectories(directory);
    List<String> command = new ArrayList<>(List.of(program.toAbsolutePath().toString()));
    command.addAll(
        List.of(
            "--bind",
            address,
            "--port",
            Integer.toString(port),
            "--save",
            "",
            "--appendonly",
            "no"));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile())
            .start();
    LocalRedis redis = new LocalRedis(process, address, port);
    try {
      await("Redis")
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .failFast("Redis ended: see " + directory.resolve("redis.log"), () -> !process.isAlive())
          .until(redis::listens);
      return redis;
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Its process, to be watched. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /**
   * The settings with which the Presence API reaches it.
   *
   * @param port where it is reached: its own, or that of a proxy
   */
  public Map<String, String> settings(int port) {
    return Map.of(
        "REDIS_PRIMARY_ENDPOINT_ADDRESS", "127.0.0.1",
        "REDIS_PRIMARY_ENDPOINT_PORT", Integer.toString(port),
        "REDIS_READER_ENDPOINT_ADDRESS", "none",
        "REDIS_USERNAME", "",
        "REDIS_PASSWORD", "",
        "REDIS_TLS", "false");
  }

  /** Makes it a replica of the one on that port: what it had is lost. */
  public void follow(int primary) {
    try (Jedis redis = new Jedis("127.0.0.1", port)) {
      redis.replicaof("127.0.0.1", primary);
    }
  }

  /** Makes a replica a primary, with what it has. */
  public void promote() {
    try (Jedis redis = new Jedis("127.0.0.1", port)) {
      redis.replicaofNoOne();
    }
  }

  /** Stops it in the midst of what it does; it keeps its connections. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name + " failed with " + exit);
    }
  }

  /** Ends it at once, without a word to anybody. */
  public void kill() {
    process.destroyForcibly();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(address, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
