package dev.sluice.dist.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The checksums beside each file of a repository: those that the central repository asks for, MD5
/// and SHA-1, and those that are worth something today.
final class Sums {
  private static final Map<String, String> ALGORITHMS =
      new TreeMap<>(
          Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512"));

  private Sums() {}

  static void write(Path file) throws IOException {
    for (var algorithm : ALGORITHMS.entrySet()) {
      Files.writeString(
          beside(file, algorithm.getKey()), sum(file, algorithm.getValue()), US_ASCII);
    }
  }

  /// Returns the checksums that are missing or wrong, as problems.
  static List<String> problems(Path file) throws IOException {
    var problems = new ArrayList<String>();
    for (var algorithm : ALGORITHMS.entrySet()) {
      Path sum = beside(file, algorithm.getKey());
      if (!Files.exists(sum)) {
        problems.add(sum.getFileName() + " is missing");
      } else if (!Files.readString(sum, US_ASCII).strip().equals(sum(file, algorithm.getValue()))) {
        problems.add(sum.getFileName() + " is not the sum of " + file.getFileName());
      }
    }
    return problems;
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + "." + ending);
  }

  private static String sum(Path file, String algorithm) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
