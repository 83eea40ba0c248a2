package dev.sluice.internal.translate;

import dev.sluice.call.Head;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The heads of answers to one translated request: limits under the names of the client's dialect,
/// and the paths of what was dropped.
///
/// @param limits returns what a provider's headers say about its limits, under the client's names
/// @param dropped the paths that were dropped of the request, in the client's dialect
/// @param added the bound of the output that the request got because the client has set none, as
///   the header has it; empty where it got none
record TranslatedHeads(
    UnaryOperator<Map<String, String>> limits, List<String> dropped, String added) {
  private static final String DROPPED = "x-sluice-dropped";
  private static final String ADDED = "x-sluice-added";
  private static final String LIMITS = "ratelimit";

  /// The most characters of paths that are told.
  private static final int DROPPED_MAX = 1024;

  private static final String MORE = ", ...";

  /// Returns the head for the client.
  Head of(Head head) {
    return of(head, List.of());
  }

  /// Returns the head for the client of an answer, parts of which were dropped as well.
  Head of(Head head, List<String> ofAnswer) {
    Map<String, String> headers = new HashMap<>(head.headers());
    headers.keySet().removeIf(name -> name.contains(LIMITS));
    headers.putAll(limits.apply(head.headers()));
    Set<String> paths = new LinkedHashSet<>(dropped);
    paths.addAll(ofAnswer);
    Head told = dropping(new Head(head.status(), headers), paths);
    return added.isEmpty() ? told : told.with(ADDED, added);
  }

  /// Returns the head that lists `paths` as dropped.
  static Head dropping(Head head, Collection<String> paths) {
    return paths.isEmpty() ? head : head.with(DROPPED, told(paths));
  }

  private static String told(Collection<String> paths) {
    var told = new StringBuilder();
    for (String path : paths) {
      String separated = told.isEmpty() ? path : ", " + path;
      if (told.length() + separated.length() > DROPPED_MAX - MORE.length()) {
        return told.append(MORE).toString();
      }
      separated.chars().map(TranslatedHeads::visible).forEach(c -> told.append((char) c));
    }
    return told.toString();
  }

  /// Replaces what no header can hold: names of properties are the client's.
  private static int visible(int c) {
    return c >= ' ' && c <= '~' ? c : '?';
  }
}
