package dev.sluice.lab.nodes;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.ProgressLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Plays scenes of gateways that share a quota, and says whether they do what they must.
public final class NodesLab {
  private static final int PASSED = 0;
  private static final int FAILED = 1;

  private NodesLab() {}

  /// Plays, prints, and writes what is asked for.
  ///
  /// @param terminal where to say how long it still takes; empty for nowhere
  /// @return the exit code: 0 if every criterion holds, else 1
  public static int run(NodesOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws IOException {
    List<Scene> scenes = chosen(options);
    if (options.history().isPresent()) {
      Files.createDirectories(options.history().get());
    }
    var results = new ArrayList<SceneResult>();
    try (var progress = ProgressLine.at(terminal, Clock.SYSTEM, scenes.size())) {
      TextReport.head(out);
      for (Scene scene : scenes) {
        progress.step(scene.name());
        SceneResult result = play(scene, options);
        TextReport.row(result, out);
        results.add(result);
      }
    }
    TextReport.criteria(results, out);
    if (options.html().isPresent()) {
      Files.writeString(options.html().get(), PageReport.of(results));
    }
    return results.stream().allMatch(SceneResult::holds) ? PASSED : FAILED;
  }

  private static List<Scene> chosen(NodesOptions options) {
    List<Scene> all = all(options.quota());
    List<String> names = all.stream().map(Scene::name).toList();
    for (String name : options.only()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "there is no scene " + name + "; there are " + String.join(", ", names));
      }
    }
    return options.only().isEmpty()
        ? all
        : all.stream().filter(scene -> options.only().contains(scene.name())).toList();
  }

  static List<Scene> all(long quota) {
    return Stream.of(QuotaScenes.all(quota), RedisScenes.all(quota), MemberScenes.all(quota))
        .flatMap(List::stream)
        .toList();
  }

  private static SceneResult play(Scene scene, NodesOptions options) {
    List<Figures> runs =
        IntStream.rangeClosed(1, options.seeds())
            .parallel()
            .mapToObj(seed -> play(scene, seed, file(scene, seed, options)))
            .toList();
    return new SceneResult(scene, runs);
  }

  private static Optional<Path> file(Scene scene, int seed, NodesOptions options) {
    return options.history().map(folder -> folder.resolve(scene.name() + "-" + seed + ".txt"));
  }

  /// Plays a scene once.
  ///
  /// @param history where its history is written
  static Figures play(Scene scene, long seed, Optional<Path> history) {
    Optional<HistoryFile> file = history.map(HistoryFile::new);
    try {
      var world = new World(scene.setting(), seed, file);
      scene.events().accept(world);
      var _ = world.play();
      return Figures.of(world, scene.trouble());
    } finally {
      file.ifPresent(HistoryFile::close);
    }
  }
}
