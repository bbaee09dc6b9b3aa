package io.pagenow.presence.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The REST side, below {@code /presence-api/api}. */
@ApplicationPath("/api")
public class PresenceApplication extends Application {}
