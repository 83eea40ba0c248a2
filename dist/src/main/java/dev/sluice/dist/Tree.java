package dev.sluice.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The files of an artifact in a folder that stands for `/`, or for the folder that it is unpacked
/// to.
record Tree(Path root) {

  /// Returns whatever is below the root, folders before what they hold, in an order that is always
  /// the same. A symbolic link is not followed.
  List<Path> all() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(path -> !path.equals(root)).sorted().toList();
    }
  }

  /// Returns the path of a file as the artifact has it, without a slash in front.
  String location(Path path) {
    return root.relativize(path).toString();
  }

  static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// Returns the permissions of a file in the nine bits that POSIX has for them.
  static int mode(Path path) throws IOException {
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(path);
    int mode = 0;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      mode = mode << 1 | (granted.contains(permission) ? 1 : 0);
    }
    return mode;
  }
}
