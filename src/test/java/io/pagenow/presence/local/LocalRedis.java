package io.pagenow.presence.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A Redis of its own on the loopback interface, which keeps its data in memory alone. */
public final class LocalRedis implements AutoCloseable {

  private final Process process;
  private final int port;

  private LocalRedis(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts an empty one, on any free port.
   *
   * @param directory where its program and its log go; one that no other Redis has
   */
  public static LocalRedis start(Path directory) throws IOException {
    Files.createDirectories(directory);
    int port = FreePort.find();
    String program =
        ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getAbsolutePath();
    Process process =
        new ProcessBuilder(
                program,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile())
            .start();
    LocalRedis redis = new LocalRedis(process, port);
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
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
