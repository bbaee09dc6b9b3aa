package io.pagenow.presence.rest;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.report.SharingJson;
import io.pagenow.presence.sharing.SharingChoices;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/**
 * What the caller chose to share. The user service owns the choice, so clients change it there and
 * read it here, and users need not type it again.
 */
@Path("/me/sharing")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@SuppressWarnings("NullAway.Init") // The container injects.
public class SharingResource {

  @Inject private SharingChoices choices;
  @Inject private Settings settings;

  /** Returns the choice as the user database has it now. */
  @GET
  public byte[] sharing(@Context SecurityContext security) {
    var choice = choices.of(new UserId(security.getUserPrincipal().getName()));
    Settings.Sharing server = settings.sharing();
    return SharingJson.bytes(
        choice.all(), choice.allow(), choice.deny(), server.enforced(), server.queriesStripped());
  }
}
