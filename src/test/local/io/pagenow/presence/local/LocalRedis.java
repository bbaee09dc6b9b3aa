package io.pagenow.presence.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A separate Redis on the loopback interface, which keeps its data only in memory. */
public final class LocalRedis implements AutoCloseable {

  private final Program program;
  private final int port;

  private LocalRedis(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  /**
   * Starts an empty Redis on any free port.
   *
   * @param directory the directory for the program and the log; no other Redis may use it
   */
  public static LocalRedis start(Path directory) throws IOException {
    return start(directory, program(directory), "127.0.0.1", FreePort.find(), List.of());
  }

  /**
   * Returns the program that runs Redis: the one that the system property {@code
   * presence.redis.program} names, such as a Valkey, or the embedded Redis 6.2.
   *
   * @param directory the directory into which the embedded program is extracted
   */
  public static Path program(Path directory) throws IOException {
    String program = System.getProperty("presence.redis.program", "");
    return program.isEmpty()
        ? ExecutableProvider.newJarResourceProvider(Files.createDirectories(directory).toFile())
            .get()
            .toPath()
        : Path.of(program);
  }

  /**
   * Starts a Redis like {@link #start(Path)}, but another program, on a given port and with further
   * options.
   *
   * @param address the address to listen on, on the loopback interface
   * @param options further command-line arguments; they begin with an option ({@code --})
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
    Program redis =
        Program.start(
            "Redis",
            new ProcessBuilder(command).directory(directory.toFile()),
            directory.resolve("redis.log"));
    redis.awaitListening(address, port);
    return new LocalRedis(redis, port);
  }

  /** Returns the port on which Redis listens. */
  public int port() {
    return port;
  }

  /** Returns the Redis process, for monitoring. */
  public ProcessHandle process() {
    return program.process();
  }

  /**
   * Returns the settings with which the Presence API connects to this Redis.
   *
   * @param port the port to connect to: the own port of Redis, or that of a proxy
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

  /** Makes this Redis a replica of the one on the given port. The data that it had is lost. */
  public void follow(int primary) {
    try (Jedis redis = new Jedis("127.0.0.1", port)) {
      redis.replicaof("127.0.0.1", primary);
    }
  }

  /** Makes this replica a primary, which keeps its data. */
  public void promote() {
    try (Jedis redis = new Jedis("127.0.0.1", port)) {
      redis.replicaofNoOne();
    }
  }

  /** Suspends the process with {@code SIGSTOP}. Its connections stay open. */
  public void pause() throws IOException, InterruptedException {
    program.signal("STOP");
  }

  /** Resumes the process after {@link #pause}. */
  public void resume() throws IOException, InterruptedException {
    program.signal("CONT");
  }

  /** Kills the process at once, without a graceful shutdown. */
  public void kill() {
    program.kill();
  }

  public boolean isAlive() {
    return program.process().isAlive();
  }

  @Override
  public void close() {
    program.close();
  }
}
