package dev.sluice.server.config.yaml;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Says what the YAML parser means.
final class Syntax {
  private Syntax() {}

  static String explain(YamlEngineException e) {
    return switch (e) {
      case MarkedYamlEngineException marked -> explain(marked);
      case ReaderException reader ->
          "the character U+%04X may not stand in YAML".formatted(reader.getCodePoint());
      default -> "not valid YAML";
    };
  }

  private static String explain(MarkedYamlEngineException e) {
    String context = e.getContext() == null ? "" : e.getContext();
    String problem = e.getProblem() == null ? "" : e.getProblem();
    if (problem.contains("TAB")) {
      return "a tab may not indent YAML: use spaces";
    }
    if (context.contains("alias")) {
      return "an unquoted * begins an alias: put it in quotes, \"*\"";
    }
    String both = (context + " " + problem).replaceAll("\\s+", " ").strip();
    return "not valid YAML: " + both;
  }
}
