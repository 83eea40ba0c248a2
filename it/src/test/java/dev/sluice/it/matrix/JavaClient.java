package dev.sluice.it.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.it.matrix.DialectGateways.Where;
import dev.sluice.it.matrix.sdk.Scenes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A client in this process.
///
/// @param make its scenes at a gateway
record JavaClient(String name, String version, ClientKind kind, Function<Where, Scenes> make)
    implements MatrixClient, Player {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TROUBLES =
      List.of("invalid", "missing", "rate", "internal", "overloaded");

  @Override
  public String registry() {
    return "Maven";
  }

  @Override
  public List<Line> play(List<Where> gateways) {
    List<Line> seen = new ArrayList<>();
    for (Where where : gateways) {
      Scenes scenes = make.apply(where);
      runs(scenes)
          .forEach(
              (scene, run) ->
                  seen.add(
                      new Line(
                          this,
                          once(run)
                              .put("provider", where.provider())
                              .put("scene", scene.label()))));
    }
    return seen;
  }

  private static Map<Scene, Supplier<Optional<JsonNode>>> runs(Scenes scenes) {
    Map<Scene, Supplier<Optional<JsonNode>>> runs = new LinkedHashMap<>();
    runs.put(Scene.TEXT, () -> Optional.of(scenes.text()));
    runs.put(Scene.STREAM, () -> Optional.of(scenes.stream()));
    runs.put(Scene.TOOLS, () -> Optional.of(scenes.tools()));
    runs.put(Scene.IMAGE, () -> Optional.of(scenes.image()));
    runs.put(Scene.SCHEMA, () -> Optional.of(scenes.schema()));
    runs.put(Scene.THINKING, () -> Optional.of(scenes.thinking()));
    runs.put(Scene.COUNT, scenes::count);
    runs.put(Scene.ERRORS, () -> Optional.of(errors(scenes)));
    return runs;
  }

  private static ObjectNode once(Supplier<Optional<JsonNode>> run) {
    ObjectNode line = JSON.createObjectNode();
    try {
      run.get().ifPresentOrElse(saw -> line.set("saw", saw), () -> line.put("none", true));
    } catch (RuntimeException e) {
      line.put("threw", e.toString());
    }
    return line;
  }

  private static JsonNode errors(Scenes scenes) {
    ObjectNode seen = JSON.createObjectNode();
    for (String trouble : TROUBLES) {
      String line = "Play error " + trouble + ".";
      seen.set(trouble, failure(scenes, () -> scenes.failing(line, false)));
    }
    for (String trouble : List.of("overloaded", "broken", "cut")) {
      String line = "Play error " + trouble + ".";
      seen.set("stream " + trouble, failure(scenes, () -> scenes.failing(line, true)));
    }
    seen.set("key", failure(scenes, scenes::denied));
    return seen;
  }

  private static JsonNode failure(Scenes scenes, Runnable call) {
    try {
      call.run();
      return JSON.createObjectNode().put("answered", true);
    } catch (RuntimeException e) {
      return scenes.failure(e);
    }
  }
}
