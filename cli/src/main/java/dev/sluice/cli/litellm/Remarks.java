package dev.sluice.cli.litellm;

import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Problem;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Lines of LiteLLM's file that did not carry over, or that mean something else here, by the place
/// in the written file where a reader looks for them.
final class Remarks {
  /// The place of what belongs nowhere.
  static final String END = "";

  /// The place of models that were left out.
  static final String ROUTES = "routes";

  private final Map<String, Set<Problem>> places = new LinkedHashMap<>();

  /// Adds one.
  ///
  /// @param place a key of the written file, `routes.NAME` for example
  /// @param what names the thing and the reason, on one line
  void add(String place, FilePosition position, String what) {
    places.computeIfAbsent(place, _ -> new LinkedHashSet<>()).add(new Problem(position, what));
  }

  void addAll(Remarks others) {
    others.places.forEach(
        (place, problems) ->
            places.computeIfAbsent(place, _ -> new LinkedHashSet<>()).addAll(problems));
  }

  /// Removes those of a place.
  ///
  /// @return a comment for each, in the order of LiteLLM's file
  List<String> take(String place) {
    Set<Problem> taken = places.remove(place);
    return taken == null ? List.of() : comments(taken.stream());
  }

  /// The comments of all that were not taken.
  List<String> rest() {
    return comments(places.values().stream().flatMap(Set::stream));
  }

  int count() {
    return places.values().stream().mapToInt(Set::size).sum();
  }

  private static List<String> comments(Stream<Problem> problems) {
    return problems
        .sorted(Comparator.comparing(Problem::position))
        .map(problem -> "# line " + problem.position().line() + ": " + problem.what())
        .distinct()
        .toList();
  }
}
