package io.pagenow.presence.it;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static io.pagenow.presence.it.TestEnvironment.NODE_B;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.People;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;

/**
 * The built application on two servers, as its clients and administrators see it. Each test creates
 * its own users, so that it sees no data of other tests. A class runs beside the other classes,
 * unless it extends {@link SharedServers}: so it uses only servers and a Redis of its own.
 */
public abstract class DeployedApplication {

  private static final AtomicInteger USERS = new AtomicInteger();

  protected final URI nodeA = TestEnvironment.application(NODE_A);
  protected final URI nodeB = TestEnvironment.application(NODE_B);
  protected final RedisClient redis = TestEnvironment.redis();
  protected final People people = new People(TestEnvironment.database());

  /** Creates a user whose id begins with the name. */
  protected final UserId user(String name) throws SQLException {
    UserId user = new UserId(name + "-" + USERS.incrementAndGet());
    people.add(user);
    return user;
  }

  /** Creates {@code count} users whose ids begin with the name. */
  protected final List<UserId> users(String name, int count) throws SQLException {
    List<UserId> users =
        Stream.generate(() -> new UserId(name + "-" + USERS.incrementAndGet()))
            .limit(count)
            .toList();
    people.addAll(users);
    return users;
  }

  /** Creates a user who is an accepted friend of the given user. */
  protected final UserId friend(String name, UserId of) throws SQLException {
    UserId friend = user(name);
    people.befriend(friend, of);
    return friend;
  }

  protected static String token(UserId user) {
    return TestEnvironment.issuer().token(user);
  }

  /** Opens a socket of the user, and waits until Redis has its connection. */
  protected final Socket connect(UserId user, URI node) {
    Set<String> before = connectionsOf(user);
    Socket socket = Socket.open(node, token(user));
    await().until(() -> !before.containsAll(connectionsOf(user)));
    return socket;
  }

  /** Returns the ids of the user's connections in Redis. */
  protected final Set<String> connectionsOf(UserId user) {
    return redis.hgetAll("presence_connection_user").entrySet().stream()
        .filter(entry -> entry.getValue().equals(user.value()))
        .map(Map.Entry::getKey)
        .collect(toSet());
  }

  /** Records a page of a user as JSON, without a connection. */
  protected final void isOnline(UserId user, String page) {
    redis.zadd("status", (double) System.currentTimeMillis(), user.value());
    redis.hset("page", user.value(), page);
    redis.hset("latest_page", user.value(), page);
  }

  /** Returns whether the user has no connection and the grace period has not ended. */
  protected final boolean isWaitedFor(UserId user) {
    return redis.zscore("presence:parting", user.value()) != null;
  }

  protected final Http.Answer get(String path, UserId caller) throws IOException {
    return get(path, caller, nodeA);
  }

  protected final Http.Answer get(String path, UserId caller, URI node) throws IOException {
    return Http.get(node, path).header("Authorization", token(caller)).send();
  }

  /**
   * Returns what the server knows about the cause of the user's presence, newest first: the type,
   * the reason and, if there is one, the code of each transition.
   */
  protected final List<String> causes(UserId user) throws IOException {
    return get("api/me/connections", user)
        .json()
        .getJsonArray("transitions")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(
            it ->
                it.getString("type")
                    + " "
                    + it.getString("reason")
                    + (it.isNull("code") ? "" : " " + it.getInt("code")))
        .toList();
  }

  /** Returns how long the action took. */
  protected static Duration time(ThrowingRunnable action) throws Exception {
    long start = System.nanoTime();
    action.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** An action that may fail. */
  protected interface ThrowingRunnable {
    void run() throws Exception;
  }
}
