package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What applications may rely on of a module: some of its public types, with their members. They
/// stand in the module's `public-api.txt`, so that each change is a decision.
public final class PublicApi {
  private static final Path LISTED = Path.of("src/test/resources/public-api.txt");

  private PublicApi() {}

  /// Fails where the API is another one than `public-api.txt` says, which a test with `-Dapi.write`
  /// writes.
  ///
  /// @param ofModule any class of the module
  /// @param api a pattern of the full names of types that are API, as far as they are public; those
  ///   within them are, too
  public static void assertListed(Class<?> ofModule, String api) throws IOException {
    List<String> lines = lines(ofModule, Pattern.compile(api).asMatchPredicate());
    assertThat(lines).as(api).isNotEmpty();
    if (System.getProperty("api.write") != null) {
      Files.createDirectories(LISTED.getParent());
      Files.write(LISTED, lines);
    }
    List<String> listed = Files.exists(LISTED) ? Files.readAllLines(LISTED) : List.of();
    assertThat(without(listed, lines)).as("no longer in the API: -Dapi.write allows it").isEmpty();
    assertThat(without(lines, listed)).as("new in the API: -Dapi.write allows it").isEmpty();
  }

  private static List<String> without(List<String> lines, List<String> others) {
    List<String> rest = new ArrayList<>(lines);
    rest.removeAll(others);
    return rest;
  }

  private static List<String> lines(Class<?> ofModule, Predicate<String> api) throws IOException {
    Path classes = folder(ofModule);
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> load(file.replace(".class", "").replace('/', '.'), ofModule))
          .filter(type -> isVisible(type) && api.test(outermost(type).getName()))
          .sorted(Comparator.comparing(Class::getName))
          .flatMap(type -> new ApiLines(type).lines())
          .toList();
    }
  }

  private static Path folder(Class<?> ofModule) {
    try {
      return Path.of(ofModule.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name, Class<?> ofModule) {
    try {
      return Class.forName(name, false, ofModule.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> outermost(Class<?> type) {
    Class<?> around = type.getDeclaringClass();
    return around == null ? type : outermost(around);
  }

  /// Whether all types around it are public, too.
  private static boolean isVisible(Class<?> type) {
    Class<?> around = type.getDeclaringClass();
    return Modifier.isPublic(type.getModifiers())
        && !type.isSynthetic()
        && (around == null || isVisible(around));
  }
}
