package io.pagenow.presence.presence.query;

import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Visibility;

/**
 * What a user sees of the own presence.
 *
 * @param presence as friends would see it if the user were visible. Its version is that of the last
 *     event that the user got about it
 */
public record OwnPresence(Presence presence, Visibility visibility) {}
