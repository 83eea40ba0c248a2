package dev.sluice.it.charging;

import dev.sluice.sim.scenario.Model;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// One operation in one scene: it has a route and two models of its own.
record Cell(Scene scene, Asked asked) {
  /// Those that make sense.
  static List<Cell> all() {
    return Arrays.stream(Scene.values())
        .flatMap(scene -> Arrays.stream(Asked.values()).map(asked -> new Cell(scene, asked)))
        .filter(cell -> cell.scene.senseless(cell.asked).isEmpty())
        .toList();
  }

  /// The model that is asked for, and the name of the route.
  String name() {
    return scene.word() + "-" + asked.word().replace('_', '-');
  }

  String first() {
    return name() + "-1";
  }

  String second() {
    return name() + "-2";
  }

  Stream<Model> models() {
    return Stream.of(scene.first(first()), Model.named(second()));
  }

  /// The provider of its models.
  private String provider() {
    return switch (scene) {
      case TRANSLATED, TRANSLATED_STREAM ->
          asked.dialect().equals("openai") ? "anthropic" : "openai";
      default -> asked.dialect();
    };
  }

  /// Its route, in one line of a configuration.
  String route() {
    String target = "{provider: %s, model: %s}".formatted(provider(), first());
    String other =
        ", {provider: %s, model: %s, fallback: true, prefill: prefix}"
            .formatted(
                scene.sameModel() ? "other" : provider(), scene.sameModel() ? first() : second());
    String copies =
        ", shadow: {provider: %s, model: %s, share: 100%%}".formatted(provider(), second());
    return "  %s: {models: [%s], targets: [%s%s], %s%s}\n"
        .formatted(
            name(),
            name(),
            target,
            scene.fallsBack() ? other : "",
            scene.route(),
            scene == Scene.COPIED ? copies : "");
  }

  @Override
  public String toString() {
    return name();
  }
}
