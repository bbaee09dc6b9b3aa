package io.pagenow.presence.bench;

import io.pagenow.presence.local.Jcmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The resident memory of Java heaps: live objects, garbage and free space that was used before. */
final class ResidentHeap {

  /** The start and the end of a part of the heap in the answer of {@code GC.heap_info}. */
  private static final Pattern RANGE =
      Pattern.compile("(?:Gen|heap) .*\\[0x([0-9a-f]+), .*0x([0-9a-f]+)\\)");

  private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ .*");

  private ResidentHeap() {}

  /** Returns the bytes of the heaps of all processes together. */
  static long bytes(List<ProcessHandle> processes) throws IOException {
    long bytes = 0;
    for (ProcessHandle process : processes) {
      Matcher range = RANGE.matcher(Jcmd.ask(process, "GC.heap_info"));
      while (range.find()) {
        bytes +=
            residentBytes(
                process,
                Long.parseUnsignedLong(range.group(1), 16),
                Long.parseUnsignedLong(range.group(2), 16));
      }
    }
    return bytes;
  }

  private static long residentBytes(ProcessHandle process, long from, long to) throws IOException {
    long bytes = 0;
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps"))) {
      Matcher mapping = MAPPING.matcher(line);
      if (mapping.matches()) {
        long start = Long.parseUnsignedLong(mapping.group(1), 16);
        inside = from <= start && start < to;
      } else if (inside && line.startsWith("Rss:")) {
        bytes += Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
      }
    }
    return bytes;
  }
}
