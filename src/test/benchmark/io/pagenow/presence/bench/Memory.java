package io.pagenow.presence.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The memory of servers in bytes.
 *
 * @param heap live objects, after a collection
 * @param resident resident memory of the processes
 * @param kernel memory of the kernel for one end of each TCP connection
 */
record Memory(long heap, long resident, long kernel) {

  private static final int PAGE = 4_096;

  /** Both ends of each connection are on this machine. */
  private static final int ENDS = 2;

  /** Reads the memory of the servers, and that of the kernel, whatever it is used for. */
  static Memory read(Installation installation) throws IOException {
    long heap = installation.liveBytes(); // collects garbage, so it comes first
    return new Memory(heap, Usage.residentBytes(installation.servers()), ofKernel());
  }

  /** Returns what was added since an earlier reading, divided by a number of connections. */
  Memory since(Memory before, int connections) {
    return new Memory(
        (heap - before.heap) / connections,
        (resident - before.resident) / connections,
        (kernel - before.kernel) / connections);
  }

  /** Returns the slabs, which include socket structures, and the buffers of TCP. */
  private static long ofKernel() {
    long slabs =
        lines("/proc/meminfo")
            .filter(line -> line.startsWith("Slab:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
            .sum();
    long buffers =
        lines("/proc/net/sockstat")
            .filter(line -> line.startsWith("TCP:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll(".* mem ", "")) * PAGE)
            .sum();
    return (slabs + buffers) / ENDS;
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
