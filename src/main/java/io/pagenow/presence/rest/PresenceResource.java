package io.pagenow.presence.rest;

import io.pagenow.presence.model.Snapshot;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.NotAFriendException;
import io.pagenow.presence.presence.query.PresenceQueries;
import io.pagenow.presence.protocol.Problem;
import io.pagenow.presence.protocol.ProblemType;
import io.pagenow.presence.protocol.Snapshots;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;

/** Returns the presence of friends to the authenticated caller. */
@Path("/presence")
@Produces(MediaType.APPLICATION_JSON)
@Singleton // Otherwise JAX-RS would create and inject one for each request.
@SuppressWarnings("NullAway.Init") // The container injects.
public class PresenceResource {

  /** The header that tells the client that the answer has no room for some friends' pages. */
  private static final String INCOMPLETE = "Presence-Incomplete";

  private static final int RETRY_SECONDS = 1;

  @Inject private PresenceQueries queries;
  @Inject private SnapshotLimits limits;

  /** Returns the presence of the caller and of every accepted friend; see {@link Snapshots}. */
  @GET
  public Response presence(@Context SecurityContext security, @Context HttpServletRequest request) {
    UserId caller = caller(security);
    Optional<SnapshotLimits.Permit> permit = limits.enter(caller);
    if (permit.isEmpty()) {
      return tooMany("More than " + SnapshotLimits.SNAPSHOTS_OF_A_USER + " snapshots at a time");
    }
    request.setAttribute(SnapshotPermitListener.PERMIT, permit.get());
    return queries.snapshotFor(caller, snapshot -> answer(snapshot, permit.get()));
  }

  private static Response answer(Snapshot snapshot, SnapshotLimits.Permit permit) {
    byte[] body = Snapshots.bytes(snapshot);
    if (!permit.holds(body)) {
      throw new UnavailableException("Memory for snapshots");
    }
    Response.ResponseBuilder response = Response.ok(body);
    return (snapshot.complete() ? response : response.header(INCOMPLETE, "pages")).build();
  }

  private static Response tooMany(String detail) {
    Response.Status status = Response.Status.TOO_MANY_REQUESTS;
    Problem problem =
        new Problem(
            ProblemType.TOO_MANY_SNAPSHOTS,
            status.getStatusCode(),
            status.getReasonPhrase(),
            detail);
    return Response.status(status)
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .type(Problem.MEDIA_TYPE)
        .entity(problem.json())
        .build();
  }

  /**
   * Returns the page of one user, {@code null} if the user is offline.
   *
   * @throws NotAFriendException if the caller is not a friend; answered with 403 whether or not the
   *     user exists
   */
  @GET
  @Path("/{userId}")
  public String presenceOf(@PathParam("userId") String userId, @Context SecurityContext security) {
    UserId target = UserId.parse(userId).orElseThrow(NotAFriendException::new);
    return Snapshots.encode(queries.pageOf(target, caller(security)));
  }

  private static UserId caller(SecurityContext security) {
    return new UserId(security.getUserPrincipal().getName());
  }
}
