package dev.sluice.lab.fuzz;

import dev.sluice.lab.fetch.FetchedTool;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Fuzzes one target after the other, each in a JVM of its own.
public final class Fuzz {
  private static final String CORPORA = "lab/src/test/resources/fuzz";

  private Fuzz() {}

  /// Runs the fuzz targets of `options`; Jazzer's output goes to this process's own. Inputs that
  /// find new ways stay in `lab/target/fuzz/NAME`, one that breaks something as `crash-...` beside
  /// them. Blocks the calling thread.
  ///
  /// @param root the folder of the sources
  /// @return the exit code: 1 where an input was found that breaks something
  /// @throws IOException if Jazzer cannot be fetched or started
  public static int run(FuzzOptions options, Path root, PrintStream out)
      throws IOException, InterruptedException {
    FetchedTool jazzer = FetchedTool.fetch("jazzer", root);
    int broken = 0;
    for (FuzzTarget target : FuzzTarget.values()) {
      if (options.only().contains(target)) {
        int code = fuzz(target, options.minutes(), root, jazzer);
        out.printf("%-14s %s%n", target.folder(), code == 0 ? "ok" : "BROKEN");
        broken += code == 0 ? 0 : 1;
      }
    }
    return broken == 0 ? 0 : 1;
  }

  private static int fuzz(FuzzTarget target, int minutes, Path root, FetchedTool jazzer)
      throws IOException, InterruptedException {
    Path findings =
        Files.createDirectories(root.resolve("lab/target/fuzz").resolve(target.folder()));
    return jazzer.run(
        List.of(
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "-D" + FuzzTarget.PROPERTY + "=" + target.name()),
        "com.code_intelligence.jazzer.Jazzer",
        List.of(
            "--target_class=" + JazzerEntry.class.getName(),
            "--instrumentation_includes=dev.sluice.**",
            "--custom_hook_excludes=**",
            "--disabled_hooks=*",
            "-max_total_time=" + Duration.ofMinutes(minutes).toSeconds(),
            "-artifact_prefix=" + findings + "/",
            "--reproducer_path=" + findings,
            findings.toString(),
            root.resolve(CORPORA).resolve(target.folder()).toString()));
  }
}
