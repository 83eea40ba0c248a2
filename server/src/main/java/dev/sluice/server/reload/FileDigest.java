package dev.sluice.server.reload;

import dev.sluice.dialect.rule.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;

/// The content of some files as one digest. Modification times are not asked, since a mounted
/// secret may have any; links are followed, since Kubernetes replaces a folder by moving a link.
/// What is not a regular file is not opened: a pipe would be waited for.
final class FileDigest {
  /// How many bytes of a file are read: more than any file may have; the length tells larger ones
  /// apart.
  private static final int MOST = (1 << 20) + 1;

  private FileDigest() {}

  /// The digest of the contents of all files.
  static String of(Collection<Path> files) {
    MessageDigest all = Digests.sha256();
    for (Path file : files.stream().sorted().toList()) {
      all.update(file.toString().getBytes(StandardCharsets.UTF_8));
      all.update(content(file));
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private static byte[] content(Path file) {
    if (!Files.isRegularFile(file)) {
      return new byte[] {(byte) (Files.exists(file) ? 1 : 0)};
    }
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest one = Digests.sha256();
      one.update(in.readNBytes(MOST));
      one.update(Long.toString(Files.size(file)).getBytes(StandardCharsets.UTF_8));
      return one.digest();
    } catch (IOException gone) {
      return new byte[] {2};
    }
  }
}
