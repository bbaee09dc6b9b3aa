package io.pagenow.presence.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The CPU time of processes and of all processes that they started, as Linux counts it ({@code
 * proc(5)}).
 *
 * @param parts the processes of each part of the system
 */
record Usage(Map<String, List<ProcessHandle>> parts) {

  /** The name of this program, which generates the load. */
  static final String GENERATOR = "generator";

  /** The name of all other processes on the machine. */
  static final String OTHERS = "others";

  private static final double TICKS_A_SECOND = 100;

  // Positions of fields in /proc/PID/stat, counted from the field after the name.
  private static final int USER_TIME = 11;
  private static final int CHILDREN_TIME = 13;

  /**
   * The CPU seconds of each part, and those of the whole machine, since an arbitrary time in the
   * past.
   */
  record Reading(Map<String, Double> seconds, double machine) {

    Spent since(Reading before) {
      Map<String, Double> spent = new LinkedHashMap<>();
      seconds.forEach((part, now) -> spent.put(part, now - before.seconds.getOrDefault(part, 0.0)));
      double known = spent.values().stream().mapToDouble(Double::doubleValue).sum();
      spent.put(OTHERS, Math.max(0, machine - before.machine - known));
      return new Spent(spent);
    }
  }

  /** The CPU seconds that each part spent between two readings, or a multiple of them. */
  record Spent(Map<String, Double> seconds) {

    /** Returns the CPU seconds of the servers and the stores together. */
    double ofSystem() {
      return seconds.entrySet().stream()
          .filter(part -> !part.getKey().equals(GENERATOR) && !part.getKey().equals(OTHERS))
          .mapToDouble(Map.Entry::getValue)
          .sum();
    }

    /** Returns the CPU seconds of all other processes on the machine. */
    double ofOthers() {
      return seconds.getOrDefault(OTHERS, 0.0);
    }

    Spent times(double factor) {
      Map<String, Double> product = new LinkedHashMap<>();
      seconds.forEach((part, value) -> product.put(part, value * factor));
      return new Spent(product);
    }
  }

  /** Returns the same with further processes that generate load. */
  Usage withGenerators(List<ProcessHandle> processes) {
    Map<String, List<ProcessHandle>> all = new LinkedHashMap<>(parts);
    all.put(GENERATOR, processes);
    return new Usage(all);
  }

  Reading read() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    parts.forEach(
        (part, processes) ->
            seconds.put(part, processes.stream().mapToDouble(Usage::ofTree).sum()));
    var self = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    seconds.merge(GENERATOR, self.getProcessCpuTime() / 1e9, Double::sum);
    return new Reading(seconds, ofMachine());
  }

  /** Returns the resident memory of the processes in bytes. */
  static long residentBytes(List<ProcessHandle> processes) {
    return processes.stream()
        .map(process -> lines(Path.of("/proc/" + process.pid() + "/status")))
        .map(lines -> lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElse("0"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
        .sum();
  }

  private static double ofTree(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToDouble(one -> ofProcess(one, one.pid() == process.pid()))
        .sum();
  }

  private static double ofProcess(ProcessHandle process, boolean withEndedChildren) {
    try {
      String stat = lines(Path.of("/proc/" + process.pid() + "/stat")).findFirst().orElseThrow();
      return seconds(stat, withEndedChildren);
    } catch (UncheckedIOException | NoSuchElementException e) {
      return 0; // The process ended meanwhile.
    }
  }

  /** Returns the CPU seconds in the content of a {@code stat} file. */
  static double seconds(String stat, boolean withEndedChildren) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = ticks(fields, USER_TIME);
    return (withEndedChildren ? ticks + ticks(fields, CHILDREN_TIME) : ticks) / TICKS_A_SECOND;
  }

  /** Returns the time in user mode plus the time in the kernel, which is the next field. */
  private static long ticks(String[] fields, int at) {
    return Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1]);
  }

  private static double ofMachine() {
    String[] fields = lines(Path.of("/proc/stat")).findFirst().orElseThrow().split(" +", -1);
    long busy = 0;
    for (int field : new int[] {1, 2, 3, 6, 7}) { // without idle and iowait
      busy += Long.parseLong(fields[field]);
    }
    return busy / TICKS_A_SECOND;
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
