package dev.sluice.it.chart;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A configuration of `deploy/` where what it refers to is there.
///
/// @param text with the files of Secrets in a folder of the test
/// @param env the variables that it names
record ExampleConfiguration(String text, Map<String, String> env) {
  static final String TOKEN = "secret-of-SLUICE_ADMIN_TOKEN";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");
  private static final Pattern FILE = Pattern.compile("\\$\\{file:(/[^}]+)}");
  private static final Map<String, String> ADDRESSES =
      Map.of(
          "SLUICE_STORE_URL",
          "jdbc:postgresql://postgres:5432/sluice?user=sluice&password=secret",
          "SLUICE_REDIS_URL",
          "rediss://sluice:secret@redis:6379");

  /// @param folder for the files of Secrets
  static ExampleConfiguration of(String text, Path folder) {
    Map<String, String> env = new HashMap<>();
    VARIABLE
        .matcher(text)
        .results()
        .map(variable -> variable.group(1))
        .forEach(name -> env.put(name, ADDRESSES.getOrDefault(name, "secret-of-" + name)));
    String here = FILE.matcher(text).replaceAll(file -> "\\${file:" + written(file, folder) + "}");
    return new ExampleConfiguration(here, env);
  }

  private static String written(MatchResult file, Path folder) {
    Path place = folder.resolve(file.group(1).substring(1));
    try {
      Files.createDirectories(place.getParent());
      return Files.writeString(place, "secret-of-" + place.getFileName()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As the gateway reads it.
  ///
  /// @throws dev.sluice.config.yaml.ConfigException with what is wrong with it
  ConfigFile read() {
    return ConfigFile.of(Doc.parse("sluice.yaml", text, env));
  }
}
