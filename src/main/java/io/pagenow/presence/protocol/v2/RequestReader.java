package io.pagenow.presence.protocol.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.protocol.BadMessageException;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.protocol.Json;
import io.pagenow.presence.protocol.v2.Request.Authenticate;
import io.pagenow.presence.protocol.v2.Request.ChangeVisibility;
import io.pagenow.presence.protocol.v2.Request.Heartbeat;
import io.pagenow.presence.protocol.v2.Request.SentPage;
import io.pagenow.presence.protocol.v2.Request.Update;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one message of a version 2 client. Ignores unknown members. If a member occurs twice, the
 * last one counts. Not thread-safe.
 */
public final class RequestReader {

  /** The maximum length of an id, in characters. */
  public static final int MAX_ID = 64;

  private final Map<String, @Nullable Object> members;

  /**
   * Parses the message.
   *
   * @throws BadMessageException if it is not one JSON object
   */
  public RequestReader(String text) {
    try {
      members = Json.tree(text);
    } catch (IllegalArgumentException e) {
      throw new BadMessageException(ErrorCode.INVALID_JSON, "The message must be one JSON object");
    }
  }

  /** Returns the id; empty if it is not valid. */
  public Optional<String> id() {
    return members.get("id") instanceof String id
            && !id.isEmpty()
            && id.length() <= MAX_ID
            // An unpaired surrogate has no form in UTF-8, so the answer would have another id.
            && UTF_8.newEncoder().canEncode(id)
        ? Optional.of(id)
        : Optional.empty();
  }

  /**
   * Returns the message.
   *
   * @throws BadMessageException if it has an unknown action, or a member is not valid
   */
  public Request read() {
    if (!(members.get("action") instanceof String action)) {
      throw new BadMessageException(
          ErrorCode.UNKNOWN_ACTION, "The member 'action' must be there and be a string");
    }
    return switch (action) {
      case "heartbeat" -> new Heartbeat(requiredId());
      case "update" -> new Update(requiredId(), page());
      case "authenticate" -> new Authenticate(requiredId(), string(members, "token"));
      case "visibility" -> new ChangeVisibility(requiredId(), visibility());
      default ->
          throw new BadMessageException(
              ErrorCode.UNKNOWN_ACTION,
              "'action' must be 'heartbeat', 'update', 'authenticate' or 'visibility'");
    };
  }

  private String requiredId() {
    return id().orElseThrow(
            () -> invalid("The member 'id' must be a string of 1 to " + MAX_ID + " characters"));
  }

  private Optional<SentPage> page() {
    Object page = members.get("page");
    if (page instanceof Map<?, ?> object) {
      return Optional.of(new SentPage(string(object, "url"), string(object, "title")));
    }
    if (page == null && members.containsKey("page")) {
      return Optional.empty();
    }
    throw invalid("The member 'page' must be there and be an object or null");
  }

  private Visibility visibility() {
    return Visibility.parse(string(members, "visibility"))
        .orElseThrow(() -> invalid("The member 'visibility' must be 'friends' or 'nobody'"));
  }

  private static String string(Map<?, ?> object, String name) {
    if (object.get(name) instanceof String value) {
      return value;
    }
    throw invalid("The member '" + name + "' must be there and be a string");
  }

  private static BadMessageException invalid(String detail) {
    return new BadMessageException(ErrorCode.INVALID_MEMBER, detail);
  }
}
