package dev.sluice.lab.nodes;

import dev.sluice.lab.draw.Criterion;
import java.util.List;

/// What has come of a scene.
///
/// @param runs one for each seed
record SceneResult(Scene scene, List<Figures> runs) {
  SceneResult {
    runs = List.copyOf(runs);
  }

  List<Criterion> judged() {
    return scene.criteria().stream().map(criterion -> criterion.judge(runs)).toList();
  }

  boolean holds() {
    return judged().stream().allMatch(Criterion::holds);
  }

  String verdict() {
    if (scene.criteria().isEmpty()) {
      return "told";
    }
    return holds() ? "holds" : "BROKEN";
  }
}
