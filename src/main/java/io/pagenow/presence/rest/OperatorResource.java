package io.pagenow.presence.rest;

import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.explanation.Explanations;
import io.pagenow.presence.explanation.NodeReports;
import io.pagenow.presence.explanation.NodeReports.Reading;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.report.ExplanationJson;
import io.pagenow.presence.protocol.report.NodesJson;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What operators see and do. Answers 403 to other users, and to all users if {@code
 * PRESENCE_OPERATOR_GROUP} is not set.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@SuppressWarnings("NullAway.Init") // The container injects.
public class OperatorResource {

  private static final Logger LOG = Logger.getLogger(OperatorResource.class.getName());

  @Inject private Explanations explanations;
  @Inject private NodeReports reports;
  @Inject private Hub hub;

  /** Returns the figures of all nodes. */
  @GET
  @Path("/nodes")
  public byte[] nodes(@Context SecurityContext security) {
    operator(security);
    Reading reading = reports.read();
    return NodesJson.bytes(reading.time(), hub.node().value(), reading.nodes());
  }

  /** Returns the connections of any user, and the latest transitions. */
  @GET
  @Path("/users/{userId}/connections")
  public byte[] connections(@PathParam("userId") String userId, @Context SecurityContext security) {
    operator(security);
    return ExplanationJson.bytes(explanations.explain(user(userId)));
  }

  /** Closes a connection of any user. Answers 404 if the user has no such connection. */
  @DELETE
  @Path("/users/{userId}/connections/{id}")
  public Response disconnect(
      @PathParam("userId") String userId,
      @PathParam("id") String id,
      @Context SecurityContext security) {
    String operator = operator(security);
    UserId user = user(userId);
    Response response = OwnConnectionsResource.disconnected(explanations, user, id);
    LOG.log(
        Level.INFO,
        "Operator {0} closes connection {1} of user {2}",
        new Object[] {operator, id, user});
    return response;
  }

  private static UserId user(String userId) {
    return UserId.parse(userId).orElseThrow(NotFoundException::new);
  }

  /** Returns the id of the calling operator. */
  private static String operator(SecurityContext security) {
    if (security.getUserPrincipal() instanceof JsonWebToken caller
        && caller.getGroups().contains("operator")) {
      return caller.getName();
    }
    throw new ForbiddenException();
  }
}
