package io.pagenow.presence.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** A service in its own process, whose output goes to a file. */
public final class Program implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String name;
  private final Path log;
  private final Process process;

  private Program(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a program.
   *
   * @param name the name for error messages
   * @param log the file to which the output is appended
   */
  public static Program start(String name, ProcessBuilder command, Path log) throws IOException {
    return new Program(
        name,
        log,
        command.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())).start());
  }

  /** Waits up to two minutes until the program is ready. If it is not, closes it and throws. */
  public void awaitReady(Callable<Boolean> ready) {
    try {
      await(name)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptionsInstanceOf(IOException.class)
          .failFast(name + " ended: see " + log, () -> !process.isAlive())
          .until(ready);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Waits like {@link #awaitReady}, until the port accepts connections. */
  public void awaitListening(String address, int port) {
    awaitReady(
        () -> {
          try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
          }
        });
  }

  /** Returns the output so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Returns the process, for monitoring. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Sends the process a signal, such as {@code STOP}. */
  public void signal(String signal) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + signal + " failed with " + exit);
    }
  }

  /** Kills the process at once, without a graceful shutdown. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Ends the process gracefully, or kills it if it does not end within 10 seconds. */
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
}
