package dev.sluice.call;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The head of an answer.
///
/// @param status the HTTP status
/// @param headers its headers by lower-case name; from the transport all of them, from a provider
///   those that may pass to the client
public record Head(int status, Map<String, String> headers) {
  private static final int LENGTH_DIGITS = 18;

  /// The body's length in bytes, where its head states it (`content-length`); else -1.
  public long length() {
    String length = headers.getOrDefault("content-length", "");
    boolean number = length.length() <= LENGTH_DIGITS && length.matches("[0-9]+");
    return number ? Long.parseLong(length) : -1;
  }

  /// This head with one header added or replaced.
  public Head with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Head(status, more);
  }

  /// The media type in lower case without its parameters; empty where the answer names none.
  public String mediaType() {
    String type = headers.getOrDefault("content-type", "");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
