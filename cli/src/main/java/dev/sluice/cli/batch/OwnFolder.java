package dev.sluice.cli.batch;

import dev.sluice.cli.console.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The folder of a gateway that runs for one batch: its store, its files, its log, and the name of
/// the batch. It is there until the results have been fetched, so that a run which was ended, or a
/// process that was killed, loses nothing that was paid for.
///
/// @param path beside the results
record OwnFolder(Path path) {
  private static final String NAME = "batch";
  private static final Set<String> OWN = Set.of(NAME, NAME + ".part", "store", "files", "log");

  /// The folder for a new batch.
  ///
  /// @throws CannotStart if it has a batch already
  static OwnFolder fresh(Path path) throws CannotStart {
    var folder = new OwnFolder(path);
    String before = folder.batch();
    if (!before.isEmpty()) {
      throw new CannotStart(
          ("%s has %s, whose results were not fetched: go on with --resume %s, or remove the folder:"
                  + " what a provider runs of it is billed all the same")
              .formatted(path, before, before));
    }
    try {
      // A run that ended before it knew its batch has left nothing that is needed.
      if (Files.exists(path)) {
        folder.checkOwn();
        folder.remove();
      }
      Path _ = Files.createDirectories(path);
    } catch (IOException e) {
      throw unusable(path, e);
    }
    return folder;
  }

  /// The folder of a batch that was begun.
  ///
  /// @throws CannotStart if it is not there, or another batch's
  static OwnFolder of(Path path, String batch) throws CannotStart {
    var folder = new OwnFolder(path);
    if (!folder.batch().equals(batch)) {
      throw new CannotStart(
          ("%s is not in %s: name the --out of the run that made it, or the --url of the gateway"
                  + " that has it")
              .formatted(ApiWords.line(batch), path));
    }
    return folder;
  }

  private void checkOwn() throws CannotStart, IOException {
    try (Stream<Path> children = Files.list(path)) {
      if (!children.allMatch(child -> OWN.contains(String.valueOf(child.getFileName())))) {
        throw new CannotStart(path + " is no folder of a batch: name another --out");
      }
    }
  }

  /// Whether it has no batch.
  boolean isUnused() throws CannotStart {
    return batch().isEmpty();
  }

  /// The batch that it has; empty for none.
  private String batch() throws CannotStart {
    Path name = path.resolve(NAME);
    try {
      return Files.exists(name) ? ApiWords.line(Files.readString(name)) : "";
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static CannotStart unusable(Path path, IOException why) {
    return new CannotStart(
        "%s cannot be used (%s): name another --out"
            .formatted(path, ApiWords.line(why.toString())));
  }

  /// Notes which batch it has.
  void keep(String batch) throws CannotStart, InterruptedException {
    try {
      new WholeFile(path.resolve(NAME)).fill(to -> Files.writeString(to, batch));
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  Path store() {
    return path.resolve("store");
  }

  Path files() {
    return path.resolve("files");
  }

  /// What the gateway tells its operator.
  Path log() {
    return path.resolve("log");
  }

  private List<Path> deepestFirst() throws IOException {
    try (Stream<Path> walked = Files.walk(path)) {
      return walked.sorted(Comparator.reverseOrder()).toList();
    }
  }

  /// Removes it with all that it holds.
  void remove() throws CannotStart {
    try {
      for (Path each : deepestFirst()) {
        boolean _ = Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new CannotStart(
          "%s cannot be removed (%s), and nothing needs it any more: remove it by hand"
              .formatted(path, ApiWords.line(e.toString())));
    }
  }
}
