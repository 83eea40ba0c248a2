package dev.sluice.lab.survive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The results, for programs: the records as they are, in snake case.
final class JsonReport {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private JsonReport() {}

  static void write(Results results, List<Bound> bounds, Path file) throws IOException {
    JSON.writeValue(file.toFile(), tree(results, bounds));
  }

  static Map<String, Object> tree(Results results, List<Bound> bounds) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("results", results);
    tree.put("thresholds", bounds.stream().map(JsonReport::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(Bound bound) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("what", bound.what());
    tree.put("value", bound.value());
    tree.put(bound.upper() ? "at_most" : "at_least", bound.bound());
    tree.put("holds", bound.holds());
    return tree;
  }
}
