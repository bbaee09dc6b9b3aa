package io.pagenow.presence.bench;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.MediaType;

/** The least that a server can do for a snapshot: an answer of that length, known beforehand. */
@Path("/presence")
@Produces(MediaType.APPLICATION_JSON)
public class YardstickResource {

  /** That of the application where each of 20 friends shows a page. */
  private static final int LENGTH = 12_000;

  private static final String ANSWER = '"' + "x".repeat(LENGTH - 2) + '"';

  /** Where it is found. */
  @ApplicationPath("api")
  public static class Api extends Application {}

  @GET
  public String presence() {
    return ANSWER;
  }
}
