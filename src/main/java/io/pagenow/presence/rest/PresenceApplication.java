package io.pagenow.presence.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The REST API, below {@code /presence-api/api}. */
@ApplicationPath("/api")
public class PresenceApplication extends Application {

  /**
   * Disables WADL: Jersey, on Payara, would publish a description of the resources and of itself.
   */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
