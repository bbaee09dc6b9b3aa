package io.pagenow.presence.redis.script;

import io.pagenow.presence.redis.connection.Key;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a script as Redis gets it. In its files a script names its keys and arguments: {@code
 * key('status')}, {@code argument('user')}, and {@code first('users')} for the position of the
 * first item of a list. The text has positions instead, which cost Redis nothing.
 *
 * @param text the text with positions
 * @param arguments the arguments in the order of their positions: the order in which the files name
 *     them
 */
record ScriptText(String text, List<Argument> arguments) {

  /** A comment, which stays unchanged, or a name. */
  private static final Pattern NAMED =
      Pattern.compile("--.*|\\b(key|argument|first)\\('(\\w*)'\\)");

  /** A function or a name of a key in the prelude, with its name. */
  private static final Pattern DEFINITION =
      Pattern.compile(
          "(?m)^local (?:function (\\w+)\\(.*\\n(?:(?!end$).*\\n)*end|(\\w+) = key\\('\\w+'\\))\\n");

  /** What names a function or a key without using it. */
  private static final Pattern NO_USE = Pattern.compile("--.*|\\bkey\\('\\w+'\\)");

  /**
   * Reads a script.
   *
   * @param name the name of its file in {@code /redis/}, without {@code .lua}
   */
  static ScriptText read(String name) {
    return parse(withoutUnused(resource("prelude") + resource(name)));
  }

  /**
   * Removes the functions and keys that a script does not use. Redis would create them with each
   * call, which takes about a tenth of the time of an update.
   */
  static String withoutUnused(String lua) {
    String rest = lua;
    String before;
    do {
      before = rest;
      String code = NO_USE.matcher(before).replaceAll("");
      rest =
          DEFINITION
              .matcher(before)
              .replaceAll(
                  found -> uses(code, found) > 1 ? Matcher.quoteReplacement(found.group()) : "");
    } while (!rest.equals(before));
    return rest;
  }

  /** Returns how often a text has the name that is defined, the definition included. */
  private static long uses(String code, MatchResult found) {
    String name = found.group(1) == null ? found.group(2) : found.group(1);
    return Pattern.compile("\\b" + name + "\\b").matcher(code).results().count();
  }

  /**
   * Replaces the names in a text by positions.
   *
   * @throws IllegalArgumentException if a name is unknown, or something follows a list
   */
  static ScriptText parse(String lua) {
    List<Argument> arguments = new ArrayList<>();
    String text =
        NAMED
            .matcher(lua)
            .replaceAll(
                found ->
                    found.group(1) == null
                        ? Matcher.quoteReplacement(found.group())
                        : position(found, arguments));
    return new ScriptText(text, List.copyOf(arguments));
  }

  private static String position(MatchResult named, List<Argument> arguments) {
    String name = named.group(2).toUpperCase(Locale.ROOT);
    if (named.group(1).equals("key")) {
      return "KEYS[" + Key.valueOf(name).position() + "]";
    }
    Argument argument = Argument.valueOf(name);
    boolean list = named.group(1).equals("first");
    if (argument.isList() != list) {
      throw new IllegalArgumentException(
          named.group() + (list ? " is not a list" : " is a list, use first"));
    }
    if (!arguments.contains(argument)) {
      if (arguments.stream().anyMatch(Argument::isList)) {
        throw new IllegalArgumentException(named.group() + " follows a list");
      }
      arguments.add(argument);
    }
    int position = arguments.indexOf(argument) + 1;
    return list ? String.valueOf(position) : "ARGV[" + position + "]";
  }

  private static String resource(String name) {
    String path = "/redis/" + name + ".lua";
    try (InputStream in = ScriptText.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing from the application");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
