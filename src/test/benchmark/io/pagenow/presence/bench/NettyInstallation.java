package io.pagenow.presence.bench;

import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/** The bare server, in a Java process with the options of the application servers. */
final class NettyInstallation implements Installation {

  private static final Pattern SPACES = Pattern.compile(" +");

  private final Program program;
  private final int port;

  private NettyInstallation(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  static NettyInstallation start(Graph graph, long seed, Path directory) throws IOException {
    int port = FreePort.find();
    ProcessBuilder command =
        JavaProgram.command(
            NettyServer.class,
            SPACES
                .splitAsStream(System.getProperty("presence.java.options", ""))
                .filter(option -> !option.isEmpty())
                .toList(),
            Integer.toString(port),
            Integer.toString(graph.users()),
            Integer.toString(graph.degree()),
            Long.toString(seed));
    Path log = Files.createDirectories(directory).resolve("netty.log");
    Program program = Program.start("The bare server", command, log);
    program.awaitListening("127.0.0.1", port);
    return new NettyInstallation(program, port);
  }

  @Override
  public Endpoint endpoint(int user) {
    return Endpoint.plain(Endpoint.ofNumber(port, user));
  }

  @Override
  public String token(int user) {
    return "";
  }

  @Override
  public boolean hasStores() {
    return false;
  }

  @Override
  public long recorded() {
    throw new NoSuchElementException("The bare server has no stores");
  }

  @Override
  public boolean cachesFriends() {
    return false;
  }

  @Override
  public Usage usage() {
    return new Usage(Map.of("server", servers()));
  }

  @Override
  public List<ProcessHandle> servers() {
    return List.of(program.process());
  }

  @Override
  public void close() {
    program.close();
  }
}
