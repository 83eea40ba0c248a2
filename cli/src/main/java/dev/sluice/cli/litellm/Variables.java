package dev.sluice.cli.litellm;

import dev.sluice.config.yaml.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The variables of the environment that the written file refers to.
final class Variables {
  private final Set<String> foreign = new HashSet<>();
  private final Map<String, String> bySecret = new HashMap<>();
  private final Set<String> needed = new TreeSet<>();

  /// @param root LiteLLM's file, whose variables have other values than what stands in clear
  Variables(Node root) {
    collect(root);
  }

  /// No deeper than a document may nest.
  private void collect(Node node) {
    switch (node) {
      case Node.Scalar scalar -> Reference.variable(scalar.raw()).ifPresent(foreign::add);
      case Node.Items items -> items.nodes().forEach(this::collect);
      case Node.Mapping mapping ->
          mapping.entries().values().forEach(entry -> collect(entry.value()));
      case Node.Broken _ -> {}
    }
  }

  /// A reference to a variable that is there by the file's or LiteLLM's own word.
  String refer(String variable) {
    needed.add(variable);
    return Reference.to(variable);
  }

  /// A new variable's name for what stands in clear; the same for the same text.
  ///
  /// @param words what it is, `openai key` for example
  String forClear(String words, String text) {
    return bySecret.computeIfAbsent(text, _ -> unused(words));
  }

  private String unused(String words) {
    String stem = words.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    String name = stem;
    for (int i = 2; !foreign.add(name); i++) {
      name = stem + "_" + i;
    }
    return name;
  }

  List<String> needed() {
    return List.copyOf(needed);
  }
}
