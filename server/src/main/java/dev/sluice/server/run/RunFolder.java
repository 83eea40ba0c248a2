package dev.sluice.server.run;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.function.Predicate.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The folder of the files that tell where gateways listen: `sluice` in `XDG_RUNTIME_DIR` (XDG Base
/// Directory Specification) if that is there, else `sluice-USER` in the folder for temporary files.
/// What it holds is believed only where it belongs to this user and nobody else may enter it: the
/// token of an operator is sent to the addresses in it.
///
/// Limitations: a gateway in a container, or one with a `/tmp` of its own, is not seen from
/// outside. Where a container shares the folder, its processes count as ended, and their files are
/// deleted.
public final class RunFolder {
  private static final String VARIABLE = "XDG_RUNTIME_DIR";
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final int LONGEST = 4096;

  /// By how much the start of a process may seem later than it was.
  private static final Duration UNCERTAIN = Duration.ofSeconds(3);

  private final Path path;
  private final String user;

  private RunFolder(Path path, String user) {
    this.path = path;
    this.user = user;
  }

  /// The folder of the user of this process.
  ///
  /// @param env the environment
  public static RunFolder of(Map<String, String> env) {
    String user = ProcessHandle.current().info().user().or(RunFolder::owner).orElse("");
    Path path =
        Optional.ofNullable(env.get(VARIABLE))
            .filter(not(String::isBlank))
            .map(Path::of)
            .filter(Files::isDirectory)
            .map(folder -> folder.resolve("sluice"))
            .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir", ""), "sluice-" + user));
    return new RunFolder(path, user);
  }

  /// The owner of this process, where the system knows no name.
  private static Optional<String> owner() {
    try {
      return Optional.of(Files.getOwner(Path.of("/proc/self")).getName());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /// Makes the folder, unless it is there, and removes what processes that have ended have left.
  ///
  /// @throws IOException where it cannot be made, or belongs to somebody else
  Path make() throws IOException {
    try {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER));
    } catch (FileAlreadyExistsException e) {
      if (!mine()) {
        throw new IOException(path + " is not this user's alone (chmod 700)", e);
      }
    } catch (UnsupportedOperationException e) {
      throw new IOException("files have no owner here", e);
    }
    List<Path> _ = living();
    return path;
  }

  /// The gateways that accept connections now, in the order of their addresses.
  public List<RunningGateway> running() {
    try {
      return mine() ? accepting() : List.of();
    } catch (IOException | UnsupportedOperationException e) {
      return List.of();
    }
  }

  private List<RunningGateway> accepting() throws IOException {
    List<RunningGateway> running = new ArrayList<>();
    for (Path file : living()) {
      read(file).filter(RunningGateway::accepts).ifPresent(running::add);
    }
    running.sort(Comparator.comparing(RunningGateway::url));
    return running;
  }

  private boolean mine() throws IOException {
    return Files.isDirectory(path, NOFOLLOW_LINKS)
        && Files.getPosixFilePermissions(path, NOFOLLOW_LINKS).equals(OWNER)
        && Files.getOwner(path, NOFOLLOW_LINKS).getName().equals(user);
  }

  /// Lists the files of processes that run, and deletes those of processes that have ended.
  private List<Path> living() throws IOException {
    List<Path> living = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, RunFolder::isEntry)) {
      for (Path file : files) {
        Optional<ProcessHandle> process = ProcessHandle.of(RunFile.process(file));
        if (process.isEmpty()) {
          Files.deleteIfExists(file);
        } else if (hasWritten(process.get(), file)) {
          living.add(file);
        }
      }
    }
    return living;
  }

  /// Whether a process may have written a file: another one may have the number of one that has
  /// ended. What it has not written is passed over and not deleted, since a clock that was set
  /// makes a process look younger than its file.
  private static boolean hasWritten(ProcessHandle process, Path file) throws IOException {
    Optional<Instant> start = process.info().startInstant();
    if (start.isEmpty() || !process.info().user().equals(ProcessHandle.current().info().user())) {
      return false;
    }
    try {
      Instant written = Files.getLastModifiedTime(file, NOFOLLOW_LINKS).toInstant();
      return !start.get().isAfter(written.plus(UNCERTAIN));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static boolean isEntry(Path file) {
    return RunFile.NAME.matcher(file.getFileName().toString()).matches();
  }

  /// Reads a file; empty where it is gone meanwhile.
  private static Optional<RunningGateway> read(Path file) {
    try (var in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      return RunningGateway.of(text.lines().toList());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
