package dev.sluice.cluster.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/// The scripts that Redis runs for a cluster. Each says in its head what its keys, its arguments
/// and its answer are; times are microseconds.
public enum Script {
  /// Moves a quota on, takes back and grants.
  LEASE,
  /// Shares out attempts at a time.
  SLOTS,
  /// Notes that a member is alive, or that it leaves.
  BEAT,
  /// Tells all members what holds for an account.
  FACT,
  /// Reads what holds.
  FACTS,
  /// Gives one member the right to probe a target.
  PROBE,
  /// Looks whether what belongs to one limit answers.
  REACH;

  private final String text = read(name().toLowerCase(Locale.ROOT) + ".lua");
  private final String digest = sha1(text);

  /// The script in Lua.
  public String text() {
    return text;
  }

  /// The digest that Redis knows it by: SHA-1 in hex.
  public String digest() {
    return digest;
  }

  private static String read(String name) {
    try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
