package dev.sluice.config.file;

import dev.sluice.config.file.GatewayFile.Skipped;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Problem;
import dev.sluice.config.yaml.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The sections of a file that are the server's, as an embedded gateway takes them: those that say
/// how the server serves are skipped; those that say what callers may not do are errors, since
/// nobody would keep them.
record EmbeddedSections(Doc doc, Section root) {
  private static final String REMEDY =
      ": run the server with this file (`./sluice serve`), or give the application one without ";

  private static final Map<String, String> SKIPPED =
      Map.of(
          "server",
          "is the listener of the server, and an embedded gateway has none; its memory is bounded"
              + " by Gateway.builder(...).bodies(BYTES)",
          "auth",
          "says whose tokens the server takes; an application knows its callers",
          "admin",
          "is the admin listener of the server; Gateway.stats() and GatewayMeters have the figures",
          "report",
          "is what the server's report measures against",
          "log",
          "is the log of the server; an Observer sees each call",
          "otel",
          "sends the server's traces; the artifact sluice-otel has an observer that does",
          "reload",
          "says when the server reads its file again; an application calls"
              + " Gateway.reload(GatewayFile.load(FILE).config())",
          "passthrough",
          "passes requests to paths of providers; an application asks the providers themselves",
          "prices",
          "is what the server's ledger and budgets reckon with");

  private static final Map<String, String> REFUSED =
      Map.of(
          "store",
          "keeps keys, budgets and what calls have cost, which an embedded gateway neither asks nor"
              + " writes",
          "budgets",
          "bounds what calls may cost, which an embedded gateway does not add up",
          "webhooks",
          "tells of budgets, which an embedded gateway does not have",
          "cluster",
          "shares limits with other gateways, which an embedded gateway does not do");

  /// What bounds the calls of a key.
  private static final List<String> BOUNDS = List.of("limits", "budgets");

  /// The sections that are skipped, in the order of the file; notes those that are errors.
  List<Skipped> skipped() {
    there(REFUSED, (section, why) -> root.fail(section, why + REMEDY + "`" + section + "`"));
    List<Skipped> skipped = new ArrayList<>();
    there(SKIPPED, (section, why) -> skip(section, why, skipped));
    keys("keys");
    keys("keys", "list");
    skipped.sort(Comparator.comparing(Skipped::position));
    return skipped;
  }

  private void there(Map<String, String> sections, BiConsumer<String, String> then) {
    sections.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(section -> root.has(section.getKey()))
        .forEach(section -> then.accept(section.getKey(), section.getValue()));
  }

  private void skip(String section, String why, List<Skipped> skipped) {
    doc.position(section).ifPresent(at -> skipped.add(new Skipped(at, section, why)));
  }

  private void keys(String... list) {
    List<String> path = new ArrayList<>(List.of("server"));
    path.addAll(List.of(list));
    for (int i = 0; position(path, "" + i).isPresent(); i++) {
      List<String> key = with(path, "" + i);
      String name = String.join(".", path) + "[" + i + "]";
      BOUNDS.forEach(
          bound ->
              position(key, bound)
                  .ifPresent(
                      at ->
                          doc.fail(
                              at,
                              name + "." + bound,
                              "bounds the calls of a key, and calls of an application have none"
                                  + REMEDY
                                  + "it")));
    }
  }

  private Optional<FilePosition> position(List<String> path, String key) {
    return doc.position(with(path, key).toArray(String[]::new));
  }

  private static List<String> with(List<String> path, String more) {
    List<String> longer = new ArrayList<>(path);
    longer.add(more);
    return longer;
  }

  /// Refuses the name of a file in place of its text.
  ///
  /// @throws ConfigException if it is one
  static void refuseName(String file, String text) {
    String line = text.strip();
    if (line.matches("[^\\n:{]+\\.ya?ml")) {
      throw new ConfigException(
          List.of(
              new Problem(
                  FilePosition.start(file),
                  "the text is the name of a file: give Path.of(\"sluice.yaml\") to read one")));
    }
  }
}
