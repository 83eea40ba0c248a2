package dev.sluice.it.differential;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The calls of a shape, made in one of its ways.
record Case(Shape shape, Mode mode) {

  /// All cases of `corpus`.
  static List<Case> of(List<Shape> corpus) {
    return corpus.stream()
        .flatMap(shape -> shape.modes().stream().map(mode -> new Case(shape, mode)))
        .toList();
  }

  /// Whether its calls are streamed, or whole where its shape has no streams.
  boolean isStreamedWhereItCan() {
    return mode == (shape.modes().contains(Mode.STREAM) ? Mode.STREAM : Mode.WHOLE);
  }

  /// Names it, its provider and its route.
  String name() {
    return shape.name() + "." + mode.label();
  }

  /// What a client's program is told to do.
  ///
  /// @param straight where the provider is
  /// @param through where the gateway is
  ObjectNode task(ObjectNode straight, ObjectNode through) {
    ObjectNode task = Yaml.JSON.createObjectNode().put("name", name());
    task.set("calls", mode.applied(shape.calls()));
    task.set("straight", straight.put("prefix", ""));
    task.set("through", through.put("prefix", shape.sole() ? "" : name() + "/"));
    return task;
  }
}
