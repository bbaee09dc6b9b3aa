package io.pagenow.presence.rest;

import io.pagenow.presence.history.History;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.report.HistoryJson;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of the caller: what it did, and when. */
@Path("/me/history")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@SuppressWarnings("NullAway.Init") // The container injects.
public class HistoryResource {

  @Inject private History history;

  /**
   * Returns up to 100 items, newest first.
   *
   * @param before {@code next} of the page before; null for the first page
   */
  @GET
  public byte[] items(
      @QueryParam("before") @Nullable String before, @Context SecurityContext security) {
    UserId caller = caller(security);
    try {
      return HistoryJson.bytes(
          caller,
          history.read(caller, Optional.ofNullable(before), History.MAX_ITEMS),
          History.MAX_ITEMS);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e);
    }
  }

  /** Deletes all items. Later changes are kept again. */
  @DELETE
  public Response delete(@Context SecurityContext security) {
    history.delete(caller(security));
    return Response.noContent().build();
  }

  private static UserId caller(SecurityContext security) {
    return new UserId(security.getUserPrincipal().getName());
  }
}
