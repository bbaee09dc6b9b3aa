package io.pagenow.presence.bench;

import static org.awaitility.Awaitility.await;

import io.pagenow.presence.local.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.NotBoundException;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Processes that generate load, which are called all at once. */
final class GeneratorProcesses implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A call of one process. */
  interface Call<T> {
    T run(RemoteGenerator generator) throws RemoteException;
  }

  /** A call of one process without a result. */
  interface Order {
    void run(RemoteGenerator generator) throws RemoteException;
  }

  private final Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Process> processes = new ArrayList<>();
  private final List<RemoteGenerator> generators = new ArrayList<>();

  /**
   * @param directory the directory for the logs
   */
  GeneratorProcesses(Path directory) {
    this.directory = directory;
  }

  /** Starts a process for each setup. */
  void start(List<RemoteGenerator.Setup> setups) throws Exception {
    List<Callable<RemoteGenerator>> starts = new ArrayList<>();
    for (RemoteGenerator.Setup setup : setups) {
      int port = start();
      starts.add(() -> connect(port).create(setup));
    }
    for (Future<RemoteGenerator> started : threads.invokeAll(starts)) {
      generators.add(started.get());
    }
  }

  /** Starts a process, and returns the port of its registry. */
  private int start() throws IOException {
    int port = FreePort.find();
    Path log = Files.createDirectories(directory).resolve("generator-" + processes.size() + ".log");
    processes.add(
        JavaProgram.command(
                GeneratorProcess.class,
                List.of("-Xmx1g", "-XX:+UseSerialGC", "-Djava.rmi.server.hostname=127.0.0.1"),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start());
    return port;
  }

  private static RemoteGenerator.Factory connect(int port) {
    return await("generator")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> lookUp(port), found -> true);
  }

  private static RemoteGenerator.Factory lookUp(int port)
      throws RemoteException, NotBoundException {
    return (RemoteGenerator.Factory)
        LocateRegistry.getRegistry("127.0.0.1", port).lookup(RemoteGenerator.Factory.NAME);
  }

  /** Calls all processes at once and waits for their results. */
  <T> List<T> call(Call<T> call) {
    List<Future<T>> calls =
        generators.stream().map(one -> threads.submit(() -> call.run(one))).toList();
    List<T> results = new ArrayList<>();
    for (Future<T> result : calls) {
      try {
        results.add(result.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return results;
  }

  /** Calls all processes at once and waits until they are done. */
  void order(Order order) {
    List<Boolean> unused =
        call(
            generator -> {
              order.run(generator);
              return true;
            });
  }

  /** Returns the number of open connections. */
  int open() {
    return sum(RemoteGenerator::open);
  }

  /** Returns the latencies of all processes since the last call. */
  Latency takeLatencies() {
    Histogram all = new Histogram(3);
    call(RemoteGenerator::takeLatencies).forEach(all::add);
    return Latency.of(all);
  }

  /** Returns the sum of the results. */
  int sum(Call<Integer> call) {
    return call(call).stream().mapToInt(Integer::intValue).sum();
  }

  int size() {
    return generators.size();
  }

  List<ProcessHandle> processes() {
    return processes.stream().map(Process::toHandle).toList();
  }

  /** Ends the processes, whose connections break. */
  @Override
  public void close() throws IOException {
    for (Process process : processes) {
      process.destroyForcibly();
    }
    threads.shutdownNow();
  }
}
