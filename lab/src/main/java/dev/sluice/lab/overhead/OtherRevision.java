package dev.sluice.lab.overhead;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.CommandOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The revision that this one is compared with. Its own launcher builds it, and starts it: with its
/// own JVM options, on the JDK that this process runs on.
///
/// @param title what was asked for, with the commit where git knows it
/// @param launcher its `sluice`
/// @param worktree its files, where they are there for this alone
record OtherRevision(String title, Path launcher, Optional<Worktree> worktree)
    implements AutoCloseable {
  private static final String LAUNCHER = "sluice";

  /// Finds it, and checks it out where it is a revision.
  ///
  /// @param revision a folder that holds a checkout, else a revision of `repository` as git reads
  ///   it
  /// @param temporary where a revision is checked out
  /// @throws IOException if there is none
  public static OtherRevision open(String revision, Path repository, Path temporary)
      throws IOException, InterruptedException {
    Path launcher = Path.of(revision).resolve(LAUNCHER).toAbsolutePath().normalize();
    return !revision.isEmpty() && Files.isRegularFile(launcher)
        ? new OtherRevision(revision, launcher, Optional.empty())
        : checkOut(revision, repository, temporary.resolve("other"));
  }

  /// Builds it where it was not, which takes minutes.
  ///
  /// @throws IOException if it has no launcher, or does not build
  public void build() throws IOException, InterruptedException {
    if (!Files.isExecutable(launcher)) {
      throw new IOException(title + " has no launcher to build and start it with: " + launcher);
    }
    CommandOutput built = CommandOutput.run(command(List.of("--version")));
    if (built.code() != 0) {
      throw new IOException(title + " does not build; its output:\n" + built.end());
    }
  }

  /// The command that runs `arguments`; it remains one process.
  public List<String> command(List<String> arguments) {
    return GatewayProgram.launchedBy(launcher).command(arguments);
  }

  @Override
  public void close() throws IOException {
    if (worktree.isPresent()) {
      worktree.get().close();
    }
  }

  private static OtherRevision checkOut(String revision, Path repository, Path folder)
      throws IOException, InterruptedException {
    String commit = commit(revision, repository);
    Worktree worktree = Worktree.add(repository, commit, folder);
    String title = "%s (%.12s)".formatted(revision, commit);
    return new OtherRevision(title, folder.resolve(LAUNCHER), Optional.of(worktree));
  }

  private static String commit(String revision, Path repository)
      throws IOException, InterruptedException {
    CommandOutput parsed = parse(revision + "^{commit}", repository);
    if (parsed.code() != 0) {
      throw new IOException(
          "'%s' is neither a revision of the repository %s nor a folder that holds a checkout"
              .formatted(revision, repository));
    }
    return parsed.text().strip();
  }

  private static CommandOutput parse(String revision, Path repository)
      throws IOException, InterruptedException {
    return CommandOutput.run(
        List.of("git", "-C", repository.toString(), "rev-parse", "--verify", "-q", revision));
  }
}
