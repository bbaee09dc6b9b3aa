package io.pagenow.presence.rest;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.tracking.NotAFriendException;
import io.pagenow.presence.tracking.PresenceQueries;
import io.pagenow.presence.wire.Snapshots;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Who is where, for the verified caller. */
@Path("/presence")
@Produces(MediaType.APPLICATION_JSON)
@Singleton // Or it would be made and injected anew for each request.
@SuppressWarnings("NullAway.Init") // The container injects.
public class PresenceResource {

  @Inject private PresenceQueries queries;

  /** The presence of the caller and of every accepted friend; see {@link Snapshots}. */
  @GET
  public String presence(@Context SecurityContext security) {
    return Snapshots.encode(queries.snapshotFor(caller(security)));
  }

  /**
   * The page of one user, {@code null} where they are offline.
   *
   * @throws NotAFriendException where the caller may not see it, which is answered 403 whether or
   *     not there is such a user
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
