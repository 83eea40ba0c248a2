package dev.sluice.lab.overhead;

import dev.sluice.call.runtime.Rollback;
import dev.sluice.lab.process.CommandOutput;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A commit of a repository, checked out into a folder of its own for the time being.
///
/// @param repository where git knows of it
/// @param folder where its files are
record Worktree(Path repository, Path folder) implements AutoCloseable {

  /// Checks `commit` out.
  ///
  /// @param folder must not exist yet
  static Worktree add(Path repository, String commit, Path folder)
      throws IOException, InterruptedException {
    Worktree worktree = new Worktree(repository, folder);
    try (var rollback = Rollback.of(worktree::close)) {
      CommandOutput added =
          CommandOutput.run(worktree.git("worktree", "add", "--detach", folder.toString(), commit));
      if (added.code() != 0) {
        throw new IOException("cannot check " + commit + " out:\n" + added.end());
      }
      return rollback.keep(worktree);
    }
  }

  /// Deletes it, however much of it there is; an interrupt does not keep it from that.
  @Override
  public void close() throws IOException {
    run(git("worktree", "remove", "--force", folder.toString()));
    // A checkout that was broken off, which git refuses to remove, goes with its folder.
    new Folder(folder).close();
    run(git("worktree", "prune"));
  }

  private List<String> git(String... arguments) {
    return Stream.concat(Stream.of("git", "-C", repository.toString()), Stream.of(arguments))
        .toList();
  }

  private static void run(List<String> command) throws IOException {
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .onExit()
        .join();
  }
}
