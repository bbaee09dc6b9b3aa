package io.pagenow.presence.redis.script;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pagenow.presence.redis.connection.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Java and Lua agree about the names of keys and arguments. */
class ScriptNamesTest {

  private static final Path FOLDER = Path.of("src/main/resources/redis");

  /** The methods that call scripts: the scripts that each of them names, and the arguments. */
  private static final List<JavaCodeUnit> CALLERS =
      new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("io.pagenow.presence.redis")
              .stream()
              .filter(type -> !type.isEquivalentTo(Script.class))
              .flatMap(type -> type.getCodeUnits().stream())
              .filter(method -> !named(method, Script.class).isEmpty())
              .toList();

  @Test
  void theArchitectureDescribesEachScript() throws IOException {
    String document = Files.readString(Path.of("docs/architecture.md"));
    int start = document.indexOf("| script | does |");
    String table = document.substring(start, document.indexOf("\n\n", start));

    Set<String> described =
        table
            .lines()
            .map(row -> row.split("\\|", -1)[1])
            .flatMap(names -> Pattern.compile("`(\\w+)`").matcher(names).results())
            .map(name -> name.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        Stream.of(Script.values())
            .map(script -> script.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new)),
        described);
  }

  @ParameterizedTest
  @EnumSource
  void callersPassTheArgumentsOfTheScript(Script script) {
    Set<Argument> expected = EnumSet.copyOf(script.arguments());
    expected.remove(Argument.SENT);

    List<JavaCodeUnit> callers =
        CALLERS.stream().filter(m -> named(m, Script.class).contains(script.name())).toList();

    assertTrue(!callers.isEmpty(), "Nothing calls " + script);
    for (JavaCodeUnit caller : callers) {
      assertEquals(Set.of(script.name()), named(caller, Script.class), caller.getFullName());
      assertEquals(
          expected.stream().map(Argument::name).collect(Collectors.toSet()),
          named(caller, Argument.class),
          caller.getFullName());
    }
  }

  /** Returns the names of the constants that a method uses, in its lambdas as well. */
  private static Set<String> named(JavaCodeUnit method, Class<?> constants) {
    return method.getFieldAccesses().stream()
        .filter(access -> access.getTargetOwner().isEquivalentTo(constants))
        .map(JavaFieldAccess::getName)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void everyScriptGetsTheTimeOfSendingFirst(Script script) {
    assertEquals(Argument.SENT, script.arguments().get(0));
  }

  @ParameterizedTest
  @EnumSource
  void everyKeyIsUsed(Key key) {
    String name = key.name().toLowerCase(Locale.ROOT);
    String declaration = "local " + name + " = key('" + name + "')\n";

    assertTrue(lua().getOrDefault("prelude.lua", "").contains(declaration), declaration);
    String rest = String.join("\n", lua().values()).replace(declaration, "");
    assertTrue(rest.matches("(?s).*\\b(call\\('\\w+', " + name + "|" + name + " \\.\\.).*"), name);
  }

  @Test
  void scriptsUseNoPositions() {
    Pattern position = Pattern.compile("KEYS\\[|ARGV\\[\\d|ARGV\\[#|table\\.remove\\(ARGV");
    lua().forEach((file, text) -> assertTrue(!position.matcher(text).find(), file));
  }

  @Test
  void everyFileIsAScript() {
    Set<String> files =
        Stream.of(Script.values())
            .map(script -> script.name().toLowerCase(Locale.ROOT) + ".lua")
            .collect(Collectors.toSet());
    files.add("prelude.lua");

    assertEquals(files, lua().keySet());
  }

  @Test
  void namesBecomePositions() {
    ScriptText text =
        ScriptText.parse(
            "f(argument('user'), key('connection_user'), argument('node'), argument('user'),"
                + " first('users')) -- $1 key('status')");

    assertEquals("f(ARGV[1], KEYS[2], ARGV[2], ARGV[1], 3) -- $1 key('status')", text.text());
    assertEquals(List.of(Argument.USER, Argument.NODE, Argument.USERS), text.arguments());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key('nothing')",
        "key('')",
        "argument('nobody')",
        "argument('users')",
        "first('user')",
        "first('users') argument('user')"
      })
  void invalidNamesInScriptsAreRejected(String lua) {
    assertThrows(IllegalArgumentException.class, () -> ScriptText.parse(lua));
  }

  @Test
  void argumentsAreSentInTheOrderOfTheScript() {
    ScriptCall call =
        Script.SUBSCRIBE
            .call()
            .withAll(Argument.USERS, List.of("ann", "ben"))
            .with(Argument.NODE, "n");

    assertEquals(List.of("7", "n", "ann", "ben"), call.arguments(7));
  }

  @Test
  void missingUnknownAndDoubledArgumentsAreRejected() {
    ScriptCall call = Script.SUBSCRIBE.call().with(Argument.NODE, "n");

    assertAll(
        () -> assertThrows(IllegalStateException.class, () -> call.arguments(0)),
        () -> assertThrows(IllegalArgumentException.class, () -> call.with(Argument.NODE, "again")),
        () -> assertThrows(IllegalArgumentException.class, () -> call.with(Argument.USER, "ann")),
        () -> assertThrows(IllegalArgumentException.class, () -> call.with(Argument.SENT, 1)),
        () -> assertThrows(IllegalArgumentException.class, () -> call.with(Argument.USERS, "ann")),
        () ->
            assertThrows(
                IllegalArgumentException.class,
                () -> Script.TOUCH.call().withAll(Argument.USER, List.of("ann"))));
  }

  /** Returns the text of each Lua file by its name. */
  private static Map<String, String> lua() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Map<String, String> texts = new TreeMap<>();
      for (Path file : files.toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
