package dev.sluice.cli.batch;

import dev.sluice.cli.console.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the results of a batch go.
///
/// @param answers the file of the lines that have an answer
/// @param errors the file of those that have an error
record ResultPaths(Path answers, Path errors) {
  private static final String LINES = ".jsonl";

  /// The paths that are asked for, else beside the input.
  ///
  /// @param input the file of lines, or the name of the batch
  /// @throws CannotStart if there is a file already, or no folder
  static ResultPaths of(Optional<String> asked, String input) throws CannotStart {
    Path answers = InputFile.path(asked.orElse(stem(input) + ".results" + LINES));
    Path errors =
        answers.resolveSibling(stem(String.valueOf(answers.getFileName())) + ".errors" + LINES);
    for (Path one : new Path[] {answers, errors}) {
      if (Files.exists(one)) {
        throw new CannotStart(
            one + " is there already: name another file with --out, or remove it");
      }
    }
    Path folder = answers.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new CannotStart(
          "no file can be made in the folder of %s: name another with --out".formatted(answers));
    }
    return new ResultPaths(answers, errors);
  }

  private static String stem(String name) {
    return name.endsWith(LINES) ? name.substring(0, name.length() - LINES.length()) : name;
  }

  /// The folder of a gateway that runs for this batch alone.
  Path folder() {
    return answers.resolveSibling(answers.getFileName() + ".batch");
  }

  /// Writes a file beside its place, and moves it there once it is whole.
  ///
  /// @throws CannotStart if the disk does not take it
  static void fill(Path place, WholeFile.Writer writer) throws CannotStart, InterruptedException {
    try {
      new WholeFile(place).fill(writer);
    } catch (IOException e) {
      throw new CannotStart(
          "%s cannot be written (%s): make room, then go on with --resume"
              .formatted(place, ApiWords.line(e.toString())));
    }
  }
}
