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

/** A service that is a process of its own, with all that it says in a file. */
public final class Program implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final Path log;
  private final Process process;

  private Program(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param name what it is called where it fails
   * @param log where its output goes, after what is there already
   */
  public static Program start(String name, ProcessBuilder command, Path log) throws IOException {
    return new Program(
        name,
        log,
        command.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())).start());
  }

  /** Waits until it is ready, and ends it where it does not become so. */
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

  /** As {@link #awaitReady}: ready is who takes connections there. */
  public void awaitListening(String address, int port) {
    awaitReady(
        () -> {
          try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
          }
        });
  }

  /** What it said so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Its process, to be watched. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Sends it a signal, such as {@code STOP}. */
  public void signal(String signal) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + signal + " failed with " + exit);
    }
  }

  /** Ends it at once, without a word to anybody. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Ends it in good order, or by force where that takes long. */
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
