package dev.sluice.accounts.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Folders that nobody but their owner may read, whatever the umask is: a store has names, what
/// calls have cost, and digests of keys. Where files have no POSIX permissions, a folder has the
/// usual ones.
public final class OwnerFolder {
  private static final FileAttribute<?> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnerFolder() {}

  /// Makes a folder, and those above it, where they are missing. A folder that is there keeps its
  /// permissions.
  ///
  /// @throws IOException if it cannot be made, or a file is in its place
  public static void makeMissing(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(folder));
  }

  /// Makes a folder in one that is there.
  ///
  /// @throws IOException if it cannot be made, or something is in its place
  public static Path make(Path folder) throws IOException {
    return Files.createDirectory(folder, attributes(folder));
  }

  private static FileAttribute<?>[] attributes(Path folder) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix ? new FileAttribute<?>[] {OWNER} : new FileAttribute<?>[0];
  }
}
