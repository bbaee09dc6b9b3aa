package io.pagenow.presence.testing;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.conversation.Conversation;
import io.pagenow.presence.conversation.Conversations;
import io.pagenow.presence.conversation.FreshTokens;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.BadMessageException;
import io.pagenow.presence.protocol.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The clients of a {@link TestNode}, which connect as the endpoint lets them. */
final class TestClients {

  private final NodeParts parts;
  private final Settings settings;

  TestClients(NodeParts parts, Settings settings) {
    this.parts = parts;
    this.settings = settings;
  }

  /** Opens a connection like the endpoint does, and waits until Redis has recorded it. */
  RecordingConnection connect(UserId user) {
    parts.node.prepare(user);
    RecordingConnection connection = RecordingConnection.fast(parts.hub.nextId(), user);
    parts.node.add(connection);
    parts.presence.open(connection);
    // Redis replies in order: after this reply, the connection is recorded.
    parts.redis.store().connectionsOf(user).toCompletableFuture().join();
    return connection;
  }

  /** Opens a version 2 connection like the filter and the endpoint do. */
  RecordingConnection connectV2(UserId user, Optional<String> since) {
    parts.node.prepare(user);
    RecordingConnection connection =
        RecordingConnection.fast(parts.hub.nextId(), user, ProtocolVersion.V2);
    parts.node.add(connection);
    parts.states.open(connection, Instant.ofEpochMilli(1_900_000_000_000L), since);
    parts.presence.open(connection);
    parts.redis.store().connectionsOf(user).toCompletableFuture().join();
    return connection;
  }

  /** Returns the conversation of a connection. Its tokens have the form {@code <user> <millis>}. */
  Conversation conversation(RecordingConnection connection) {
    return new Conversations(
            parts.presence,
            parts.latestEvents,
            TestClients::verify,
            parts.delivered,
            parts.hub,
            ClientMeters.none(),
            settings)
        .begin(connection);
  }

  private static FreshTokens.Caller verify(String token) {
    String[] words = token.split(" ", -1);
    if (words.length != 2) {
      throw new BadMessageException(ErrorCode.INVALID_TOKEN, "The token is not a test token");
    }
    return new FreshTokens.Caller(
        new UserId(words[0]), Instant.ofEpochMilli(Long.parseLong(words[1])));
  }

  /** Records a connection for each of many users, some hundred at a time, as a call may wait. */
  void record(int users) {
    for (int from = 0; from < users; from += 500) {
      List<CompletableFuture<?>> opened = new ArrayList<>();
      for (int i = from; i < Math.min(from + 500, users); i++) {
        opened.add(
            parts
                .redis
                .store()
                .open(new UserId("user" + i), parts.hub.nextId())
                .toCompletableFuture());
      }
      CompletableFuture.allOf(opened.toArray(CompletableFuture<?>[]::new)).join();
    }
  }
}
