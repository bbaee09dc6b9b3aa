package io.pagenow.presence.rest;

import io.pagenow.presence.explanation.Explanations;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.report.ExplanationJson;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** Answers the caller's question: why am I online? */
@Path("/me/connections")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@SuppressWarnings("NullAway.Init") // The container injects.
public class OwnConnectionsResource {

  @Inject private Explanations explanations;

  /** Returns the connections of the caller on all nodes, and the latest transitions. */
  @GET
  public byte[] connections(@Context SecurityContext security) {
    return ExplanationJson.bytes(explanations.explain(caller(security)));
  }

  /** Closes a connection of the caller. Answers 404 if the caller has no such connection. */
  @DELETE
  @Path("/{id}")
  public Response disconnect(@PathParam("id") String id, @Context SecurityContext security) {
    return disconnected(explanations, caller(security), id);
  }

  /** Asks for the end of a connection, which its node closes soon. */
  static Response disconnected(Explanations explanations, UserId user, String id) {
    ConnectionId connection = ConnectionId.parse(id).orElseThrow(NotFoundException::new);
    if (!explanations.disconnect(user, connection)) {
      throw new NotFoundException();
    }
    return Response.accepted().build();
  }

  private static UserId caller(SecurityContext security) {
    return new UserId(security.getUserPrincipal().getName());
  }
}
