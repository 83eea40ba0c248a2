package dev.sluice.lab.nodes;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What is played, and what must come of it.
///
/// @param name one word or two, for the command line and for files
/// @param about what happens, for people
/// @param events what happens, planned in a world before it is played
/// @param trouble when something is wrong
/// @param criteria what must come of it
record Scene(
    String name,
    String about,
    Setting setting,
    Consumer<World> events,
    Optional<Trouble> trouble,
    List<SceneCriterion> criteria) {

  /// When something is wrong, in seconds from the start.
  record Trouble(double from, double to) {}

  Scene {
    criteria = List.copyOf(criteria);
  }

  /// A scene in which nothing happens but calls.
  static Scene quiet(String name, String about, Setting setting, List<SceneCriterion> criteria) {
    return new Scene(name, about, setting, _ -> {}, Optional.empty(), criteria);
  }
}
