package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// AWS' own suite of signatures, which the crate `aws-sigv4` brings. Cargo fetches it by its own
/// settings, checks it against its registry's hash, and keeps it.
final class SigningSuite {
  private static final Path PROJECT = Path.of("src", "test", "cargo").toAbsolutePath();
  private static final Pattern VERSION =
      Pattern.compile("aws-sigv4 = \\{ version = \"=([0-9.]+)\"");
  private static final String NEEDED =
      "AWS' suite of signatures is needed, which cargo fetches with the crate aws-sigv4;"
          + " `./sluice test` installs cargo where it may, and cargo's own settings name the"
          + " registry: ";

  private SigningSuite() {}

  /// Returns the folders of the suite, a request each.
  ///
  /// @throws IllegalStateException if it is not there and cannot be fetched
  static List<Path> folders() throws IOException {
    Optional<Path> suite = find();
    if (suite.isEmpty()) {
      fetch();
      suite = find();
    }
    Path found = suite.orElseThrow(() -> new IllegalStateException(NEEDED + "it is not there"));
    try (Stream<Path> files = Files.walk(found)) {
      return files
          .filter(file -> file.endsWith("header-canonical-request.txt"))
          .map(file -> file.resolveSibling(""))
          .sorted()
          .toList();
    }
  }

  private static Optional<Path> find() throws IOException {
    String home = System.getenv("CARGO_HOME");
    Path cargo = home == null ? Path.of(System.getProperty("user.home"), ".cargo") : Path.of(home);
    Path sources = cargo.resolve("registry").resolve("src");
    if (!Files.isDirectory(sources)) {
      return Optional.empty();
    }
    String suite = "aws-sigv4-" + version() + "/aws-signing-test-suite/v4";
    try (Stream<Path> registries = Files.list(sources)) {
      return registries
          .map(registry -> registry.resolve(suite))
          .filter(Files::isDirectory)
          .findFirst();
    }
  }

  private static String version() throws IOException {
    Matcher found = VERSION.matcher(Files.readString(PROJECT.resolve("Cargo.toml")));
    if (!found.find()) {
      throw new IllegalStateException("Cargo.toml names no version of aws-sigv4");
    }
    return found.group(1);
  }

  /// In a copy of the project, since cargo notes beside it which versions it has chosen.
  private static void fetch() throws IOException {
    Path copy = Files.createDirectories(Path.of("target", "signing-suite"));
    for (String file : List.of("Cargo.toml", "empty.rs")) {
      Files.write(copy.resolve(file), Files.readAllBytes(PROJECT.resolve(file)));
    }
    try {
      Process cargo =
          new ProcessBuilder("cargo", "fetch")
              .directory(copy.toFile())
              .redirectErrorStream(true)
              .start();
      cargo.getOutputStream().close();
      String said = new String(cargo.getInputStream().readAllBytes(), UTF_8);
      if (cargo.waitFor() != 0) {
        throw new IllegalStateException(NEEDED + "cargo fetch said: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(NEEDED + "there is no cargo", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
