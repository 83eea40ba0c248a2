package dev.sluice.server.config.reader;

import dev.sluice.batches.BatchesConfig;
import dev.sluice.batches.DelegateConfig;
import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.time.Duration;
import java.util.Optional;

/// The reader of `batches`.
final class BatchesReader {
  private static final String SECTION = "batches";
  private static final int MOST_LINES = 1_000_000;
  private static final int MOST_WAITING = 1_000;
  private static final int MOST_RUNNING = 10_000;
  private static final Type<Duration> WINDOW =
      Types.duration(Duration.ofHours(1), Duration.ofDays(30));

  private static final Type<Mode> DELEGATE = Types.oneOf(Mode.class);
  private static final Type<Duration> POLL =
      Types.duration(Duration.ofMillis(100), Duration.ofHours(1));

  private BatchesReader() {}

  /// Reads the section.
  ///
  /// @param files the files of the same file, in which the results lie
  static Optional<BatchesConfig> read(Section root, Optional<FilesConfig> files) {
    if (root.single(SECTION)) {
      root.fail(SECTION, "must hold keys, is a single value: write `batches: {lines: 50000}`");
      return Optional.empty();
    }
    if (files.isEmpty()) {
      root.fail(SECTION, "needs files, in which its lines come: add `files: {folder: files}`");
    }
    return root.in(SECTION, in -> batches(in, files));
  }

  private static Optional<BatchesConfig> batches(Section in, Optional<FilesConfig> files) {
    int lines = in.get("lines", Types.integer(1, MOST_LINES), BatchesConfig.LINES);
    Duration window = in.get("window", WINDOW, BatchesConfig.WINDOW);
    if (!window.equals(Duration.ofHours(window.toHours()))) {
      in.fail("window", "must be whole hours, which clients have to name: write 24h");
    }
    int waiting = in.get("waiting", Types.integer(1, MOST_WAITING), BatchesConfig.WAITING);
    int running = in.get("running", Types.integer(1, MOST_RUNNING), BatchesConfig.RUNNING);
    var delegate =
        new DelegateConfig(
            in.get("delegate", DELEGATE, DelegateConfig.USUAL.mode()),
            in.get("poll", POLL, DelegateConfig.POLL));
    return files.map(
        there ->
            new BatchesConfig(
                there.folder().resolve(SECTION),
                lines,
                window,
                waiting,
                running,
                there.retention(),
                delegate));
  }
}
