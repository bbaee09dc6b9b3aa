package io.pagenow.presence.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the JDK's {@code jcmd} tells of Java processes, which have to be of the same JDK. */
public final class Jcmd {

  private static final Path PROGRAM = Path.of(System.getProperty("java.home"), "bin", "jcmd");

  private Jcmd() {}

  /**
   * Asks a virtual machine.
   *
   * @param question a command of jcmd, such as {@code Thread.print}
   * @return the answer
   */
  public static String ask(ProcessHandle process, String... question) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(PROGRAM.toString());
    command.add(Long.toString(process.pid()));
    command.addAll(List.of(question));
    Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
    String answer = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    if (!ApplicationServer.ended(jcmd, 60) || jcmd.exitValue() != 0) {
      throw new IOException("No diagnosis: " + answer);
    }
    return answer;
  }

  /** The bytes of all objects that are in use, after a collection. */
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
