package io.pagenow.presence.redis.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A call of a script with its arguments by name, made by {@link Script#call}. Not thread-safe until
 * all arguments are there; after that it may be run any number of times, also at the same time.
 */
public final class ScriptCall {

  private final Script script;
  private final Map<Argument, List<String>> values = new EnumMap<>(Argument.class);

  ScriptCall(Script script) {
    this.script = script;
  }

  /**
   * Adds an argument, and returns this call.
   *
   * @throws IllegalArgumentException if the script has no such argument, or the call has it already
   */
  public ScriptCall with(Argument argument, String value) {
    return put(argument, false, List.of(value));
  }

  /** Adds a number, as {@link #with(Argument, String)} does. */
  public ScriptCall with(Argument argument, long value) {
    return with(argument, String.valueOf(value));
  }

  /** Adds a duration in milliseconds, as {@link #with(Argument, String)} does. */
  public ScriptCall with(Argument argument, Duration value) {
    return with(argument, value.toMillis());
  }

  /** Adds {@code 1} if the value is true, or else {@code 0}. */
  public ScriptCall with(Argument argument, boolean value) {
    return with(argument, value ? 1 : 0);
  }

  /** Adds a list, as {@link #with(Argument, String)} adds a single value. */
  public ScriptCall withAll(Argument argument, List<String> items) {
    return put(argument, true, items);
  }

  private ScriptCall put(Argument argument, boolean list, List<String> items) {
    if (argument == Argument.SENT || !script.arguments().contains(argument)) {
      throw new IllegalArgumentException(script + " has no argument " + argument);
    }
    if (argument.isList() != list) {
      throw new IllegalArgumentException(argument + (list ? " is not a list" : " is a list"));
    }
    if (values.putIfAbsent(argument, items) != null) {
      throw new IllegalArgumentException(script + " has the argument " + argument + " already");
    }
    return this;
  }

  public Script script() {
    return script;
  }

  /**
   * Returns this call.
   *
   * @throws IllegalStateException if an argument is missing
   */
  public ScriptCall complete() {
    for (Argument argument : script.arguments()) {
      if (argument != Argument.SENT && !values.containsKey(argument)) {
        throw new IllegalStateException(script + " lacks the argument " + argument);
      }
    }
    return this;
  }

  /**
   * Returns the arguments as the script gets them.
   *
   * @param sent when the call is sent, in microseconds by the clock of Redis. Redis rejects the
   *     call if it arrives too late; 0 means never
   * @throws IllegalStateException if an argument is missing
   */
  public List<String> arguments(long sent) {
    List<String> all = new ArrayList<>();
    for (Argument argument : complete().script.arguments()) {
      if (argument == Argument.SENT) {
        all.add(String.valueOf(sent));
      } else {
        all.addAll(values.getOrDefault(argument, List.of()));
      }
    }
    return all;
  }
}
