package io.pagenow.presence.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What Java processes hold in memory, by the JDK's own {@code jcmd}. */
final class Heap {

  private static final String JCMD =
      Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

  private Heap() {}

  /** The bytes of all objects that are in use, after a collection. */
  static long liveBytes(List<ProcessHandle> processes) throws IOException {
    long bytes = 0;
    for (ProcessHandle process : processes) {
      String[] total =
          jcmd(process, "GC.class_histogram")
              .lines()
              .filter(line -> line.startsWith("Total"))
              .findFirst()
              .orElseThrow(() -> new IOException("jcmd gave no histogram"))
              .split(" +", -1);
      bytes += Long.parseLong(total[2]);
    }
    return bytes;
  }

  private static String jcmd(ProcessHandle process, String command) throws IOException {
    Process jcmd =
        new ProcessBuilder(JCMD, Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
