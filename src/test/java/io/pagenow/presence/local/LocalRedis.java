package io.pagenow.presence.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A Redis of its own on the loopback interface, which keeps its data in memory alone. */
public final class LocalRedis implements AutoCloseable {

  private final Program program;
  private final int port;

  private LocalRedis(Program program, int port) {
    this.program = program;
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
    Program redis =
        Program.start(
            "Redis",
            new ProcessBuilder(command).directory(directory.toFile()),
            directory.resolve("redis.log"));
    redis.awaitListening(address, port);
    return new LocalRedis(redis, port);
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Its process, to be watched. */
  public ProcessHandle process() {
    return program.process();
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
    program.signal("STOP");
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() throws IOException, InterruptedException {
    program.signal("CONT");
  }

  /** Ends it at once, without a word to anybody. */
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
