package io.pagenow.presence.rest;

import io.pagenow.presence.conversation.Resumption;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
  @Inject private Resumption resumption;

  /**
   * Returns the presence of the caller and of every accepted friend; see {@link Snapshots}. With
   * {@code ids}, only of these friends. With {@code since}, only what changed.
   */
  @GET
  public Response presence(@Context SecurityContext security, @Context HttpServletRequest request) {
    SnapshotQuery query;
    try {
      query = SnapshotQuery.parse(request.getQueryString());
    } catch (IllegalArgumentException e) {
      return problem(ProblemType.BAD_REQUEST, String.valueOf(e.getMessage())).build();
    }
    UserId caller = caller(security);
    Optional<SnapshotLimits.Permit> permit = limits.enter(caller);
    if (permit.isEmpty()) {
      return problem(
              ProblemType.TOO_MANY_SNAPSHOTS,
              "More than " + SnapshotLimits.SNAPSHOTS_OF_A_USER + " snapshots at a time")
          .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
          .build();
    }
    request.setAttribute(SnapshotPermitListener.PERMIT, permit.get());
    if (query.since().isPresent()) {
      Resumption.Start start = resumption.start(query.since());
      return queries.currentSnapshotFor(
          caller, snapshot -> ok(snapshot, Changes.encode(snapshot, start), permit.get()).build());
    }
    List<String> held = Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH));
    Function<Snapshot, Response> answer = snapshot -> answer(snapshot, held, permit.get());
    return query.ids().isPresent()
        ? queries.snapshotFor(caller, query.ids().get(), answer)
        : queries.snapshotFor(caller, answer);
  }

  private static Response answer(
      Snapshot snapshot, List<String> held, SnapshotLimits.Permit permit) {
    SnapshotTag tag = SnapshotTag.of(snapshot);
    Response.ResponseBuilder response =
        tag.isIn(held) ? Response.notModified() : ok(snapshot, Snapshots.bytes(snapshot), permit);
    return response.header(HttpHeaders.ETAG, tag.toString()).build();
  }

  private static Response.ResponseBuilder ok(
      Snapshot snapshot, byte[] body, SnapshotLimits.Permit permit) {
    if (!permit.holds(body)) {
      throw new UnavailableException("Memory for snapshots");
    }
    Response.ResponseBuilder response = Response.ok(body);
    return snapshot.complete() ? response : response.header(INCOMPLETE, "pages");
  }

  private static Response.ResponseBuilder problem(ProblemType type, String detail) {
    Response.StatusType status = Response.Status.fromStatusCode(type.status());
    Problem problem = new Problem(type, type.status(), status.getReasonPhrase(), detail);
    return Response.status(status).type(Problem.MEDIA_TYPE).entity(problem.json());
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
