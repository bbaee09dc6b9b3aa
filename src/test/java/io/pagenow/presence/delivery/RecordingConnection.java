package io.pagenow.presence.delivery;

import static java.util.Objects.requireNonNull;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a network: the test decides when a send completes, and reads all sent texts.
 */
public final class RecordingConnection implements Connection {

  private final ConnectionId id;
  private final UserId user;
  private final ProtocolVersion protocol;
  private final boolean fast;
  private final List<String> sent = new ArrayList<>();
  private final Queue<Consumer<@Nullable Throwable>> inFlight = new ArrayDeque<>();
  private @Nullable Disconnect closed;
  private String closedWith = "";
  private int pings;
  private Instant endsAt = Instant.MAX;
  private long silentNanos;
  private final HeldFriends friends = new HeldFriends();
  private final Map<ConnectionCall, Runnable> hooks = new ConcurrentHashMap<>();
  private @Nullable Error error;
  private @Nullable Error closeError;

  private RecordingConnection(
      ConnectionId id, UserId user, ProtocolVersion protocol, boolean fast) {
    this.id = id;
    this.protocol = protocol;
    this.user = user;
    this.fast = fast;
  }

  /** Creates a connection whose sends complete at once. */
  public static RecordingConnection fast(ConnectionId id, UserId user) {
    return fast(id, user, ProtocolVersion.V1);
  }

  /** Creates a connection of any protocol version whose sends complete at once. */
  public static RecordingConnection fast(ConnectionId id, UserId user, ProtocolVersion protocol) {
    return new RecordingConnection(id, user, protocol, true);
  }

  /**
   * Creates a connection whose sends complete when the test calls {@link #finish} or {@link #fail}.
   */
  public static RecordingConnection slow(ConnectionId id, UserId user) {
    return slow(id, user, ProtocolVersion.V1);
  }

  /** As {@link #slow(ConnectionId, UserId)}, of any protocol version. */
  public static RecordingConnection slow(ConnectionId id, UserId user, ProtocolVersion protocol) {
    return new RecordingConnection(id, user, protocol, false);
  }

  /** Sets when the connection ends. */
  public void endAt(Instant time) {
    endsAt = time;
  }

  @Override
  public Instant endsAt() {
    return endsAt;
  }

  @Override
  public synchronized Optional<Disconnect> disconnect() {
    return Optional.ofNullable(closed);
  }

  @Override
  public ProtocolVersion protocol() {
    return protocol;
  }

  @Override
  public void renew(Instant end) {
    endsAt = end;
  }

  @Override
  public HeldFriends friends() {
    return friends;
  }

  @Override
  public ConnectionId id() {
    begin(ConnectionCall.ID);
    return id;
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public void send(WaitingTexts texts, Consumer<@Nullable Throwable> done) {
    begin(ConnectionCall.SEND);
    synchronized (this) {
      if (!inFlight.isEmpty()) {
        throw new IllegalStateException("Two sends in flight");
      }
      if (error != null) {
        throw error;
      }
      sent.add(requireNonNull(texts.next()));
      if (fast) {
        done.accept(null);
      } else {
        inFlight.add(done);
      }
    }
  }

  /** Runs an action once, on the next such call. */
  public void before(ConnectionCall call, Runnable action) {
    hooks.put(call, action);
  }

  private void begin(ConnectionCall call) {
    Optional.ofNullable(hooks.remove(call)).ifPresent(Runnable::run);
  }

  /** Makes every send throw. */
  public void failWith(Error failure) {
    error = failure;
  }

  /** Makes every close throw. */
  public void failOnClose(Error failure) {
    closeError = failure;
  }

  /** Completes the send in flight. */
  public void finish() {
    inFlight.remove().accept(null);
  }

  /** Fails the send in flight. */
  public void fail() {
    inFlight.remove().accept(new IllegalStateException("broken"));
  }

  @Override
  public void ping() {
    pings++;
  }

  @Override
  public long silentNanos() {
    begin(ConnectionCall.SILENCE);
    return silentNanos;
  }

  public void fallSilent(long nanos) {
    silentNanos = nanos;
  }

  @Override
  public synchronized void close(Disconnect reason, String words) {
    if (closeError != null) {
      throw closeError;
    }
    closed = reason;
    closedWith = words;
  }

  /** Returns the reason in the close frame; empty if the connection is open. */
  public synchronized String closedWith() {
    return closedWith;
  }

  public synchronized List<String> sent() {
    return List.copyOf(sent);
  }

  public synchronized @Nullable Disconnect closed() {
    return closed;
  }

  public int pings() {
    return pings;
  }
}
