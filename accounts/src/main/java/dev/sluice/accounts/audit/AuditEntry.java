package dev.sluice.accounts.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A change as a row of the audit log.
///
/// @param number its place, from 1 on, without a gap
/// @param event what has happened
/// @param hash of the entry before it and of this one, in hexadecimal
public record AuditEntry(long number, Event event, String hash) {
  /// The hash before the first entry.
  public static final String BEGIN = "0".repeat(64);

  /// The change itself.
  ///
  /// @param at when, in milliseconds since 1970
  /// @param actor who has done it: the name of an admin token
  /// @param action such as `key.create`
  /// @param subject what it was done to
  /// @param detail how it was changed; no secret is part of it
  public record Event(long at, String actor, String action, String subject, String detail) {}

  /// Makes the entry that follows one with the hash `before`.
  public static AuditEntry after(String before, long number, Event event) {
    return new AuditEntry(number, event, hash(before, number, event));
  }

  /// Whether this entry follows one with the hash `before`, and is unchanged.
  public boolean follows(String before) {
    return hash.equals(hash(before, number, event));
  }

  /// SHA-256 over all parts, each behind its length, so that no two entries read alike.
  private static String hash(String before, long number, Event event) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (String part :
          List.of(
              before,
              Long.toString(number),
              Long.toString(event.at()),
              event.actor(),
              event.action(),
              event.subject(),
              event.detail())) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
