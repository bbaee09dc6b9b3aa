package io.pagenow.presence.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON with the streaming API of the server. Looks up the provider once, as the
 * lookup is slow.
 */
public final class Json {

  private static final JsonProvider PROVIDER = JsonProvider.provider();
  private static final JsonParserFactory PARSERS = PROVIDER.createParserFactory(Map.of());
  private static final JsonGeneratorFactory GENERATORS = PROVIDER.createGeneratorFactory(Map.of());

  /**
   * No message is nested more deeply. A parser may have no limit of its own and run out of memory.
   */
  private static final int MAX_DEPTH = 64;

  private Json() {}

  /**
   * Returns the members of an object: the value of each string, and null for each value of another
   * type. If a member occurs twice, the last one counts.
   *
   * @throws IllegalArgumentException if the text is not one JSON object
   */
  static Map<String, @Nullable String> members(String text) {
    Map<String, @Nullable String> members = new HashMap<>();
    try (JsonParser json = PARSERS.createParser(new StringReader(text))) {
      if (json.next() != Event.START_OBJECT) {
        throw new IllegalArgumentException("Not a JSON object");
      }
      while (json.next() != Event.END_OBJECT) {
        String name = json.getString();
        members.put(name, value(json));
      }
      if (json.hasNext()) {
        throw new IllegalArgumentException("More than a JSON object");
      }
      return members;
    } catch (JsonException | NoSuchElementException e) {
      throw new IllegalArgumentException("Not JSON", e);
    }
  }

  /** The value of a member that is neither a string nor an object, nor null. */
  public static final Object OTHER = new Object();

  /**
   * Returns the members of an object, as {@link #members} does: a {@link String}, a map of the
   * members of an object, null for {@code null}, or {@link #OTHER}.
   *
   * @throws IllegalArgumentException if the text is not one JSON object
   */
  public static Map<String, @Nullable Object> tree(String text) {
    try (JsonParser json = PARSERS.createParser(new StringReader(text))) {
      if (json.next() != Event.START_OBJECT) {
        throw new IllegalArgumentException("Not a JSON object");
      }
      Map<String, @Nullable Object> members = tree(json, 1);
      if (json.hasNext()) {
        throw new IllegalArgumentException("More than a JSON object");
      }
      return members;
    } catch (JsonException | NoSuchElementException e) {
      throw new IllegalArgumentException("Not JSON", e);
    }
  }

  private static Map<String, @Nullable Object> tree(JsonParser json, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("Nested too deeply");
    }
    Map<String, @Nullable Object> members = new HashMap<>();
    while (json.next() != Event.END_OBJECT) {
      String name = json.getString();
      switch (json.next()) {
        case START_OBJECT -> members.put(name, tree(json, depth + 1));
        case VALUE_STRING -> members.put(name, json.getString());
        case VALUE_NULL -> members.put(name, null);
        case START_ARRAY -> {
          passOver(json, depth + 1);
          members.put(name, OTHER);
        }
        default -> members.put(name, OTHER);
      }
    }
    return members;
  }

  private static @Nullable String value(JsonParser json) {
    Event value = json.next();
    if (value == Event.START_OBJECT || value == Event.START_ARRAY) {
      passOver(json, 2);
    }
    return value == Event.VALUE_STRING ? json.getString() : null;
  }

  /**
   * Skips to the end of an object or array. The {@code skipArray} of Parsson never returns if the
   * text is truncated.
   *
   * @param level how deeply the value is nested; the message itself has level 1
   */
  private static void passOver(JsonParser json, int level) {
    int depth = level;
    while (depth >= level) {
      if (depth > MAX_DEPTH) {
        throw new IllegalArgumentException("Nested too deeply");
      }
      switch (json.next()) {
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        default -> {}
      }
    }
  }

  /** Returns the text of one object. The callback writes its members. */
  public static String object(Consumer<JsonGenerator> members) {
    StringWriter text = new StringWriter(256);
    write(GENERATORS.createGenerator(text), members);
    return text.toString();
  }

  /** Returns the same as {@link #object}, in UTF-8. */
  public static byte[] bytes(Consumer<JsonGenerator> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    write(GENERATORS.createGenerator(bytes, UTF_8), members);
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator generator, Consumer<JsonGenerator> members) {
    try (JsonGenerator json = generator) {
      json.writeStartObject();
      members.accept(json);
      json.writeEnd();
    }
  }
}
