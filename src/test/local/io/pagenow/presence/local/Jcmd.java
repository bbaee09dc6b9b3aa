package io.pagenow.presence.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the JDK's {@code jcmd} on Java processes, which must use the same JDK. */
public final class Jcmd {

  private static final Path PROGRAM = Path.of(System.getProperty("java.home"), "bin", "jcmd");

  private Jcmd() {}

  /**
   * Runs a diagnostic command in a JVM.
   *
   * @param question a command of jcmd, such as {@code Thread.print}
   * @return the output of the command
   */
  public static String ask(ProcessHandle process, String... question) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(PROGRAM.toString());
    command.add(Long.toString(process.pid()));
    command.addAll(List.of(question));
    Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
    String answer = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    if (!ServerProcess.ended(jcmd, 60) || jcmd.exitValue() != 0) {
      throw new IOException("No diagnosis: " + answer);
    }
    return answer;
  }

  /** Returns the size of all live objects in bytes, after a garbage collection. */
  public static long liveBytes(ProcessHandle process) throws IOException {
    String total =
        ask(process, "GC.class_histogram")
            .lines()
            .filter(line -> line.startsWith("Total"))
            .findFirst()
            .orElseThrow(() -> new IOException("jcmd gave no histogram"));
    return Long.parseLong(total.split(" +", -1)[2]);
  }
}
