package io.pagenow.presence.bench;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.MediaType;

/**
 * The baseline for snapshots: a constant response of the same length as that of the application.
 */
@Path("/presence")
@Produces(MediaType.APPLICATION_JSON)
public class BaselineResource {

  /** The length of the application's response if each of 20 friends shows a page. */
  private static final int LENGTH = 12_000;

  static final String ANSWER = '"' + "x".repeat(LENGTH - 2) + '"';

  /** The path of the REST application. */
  @ApplicationPath("api")
  public static class Api extends Application {}

  @GET
  public String presence() {
    return ANSWER;
  }
}
