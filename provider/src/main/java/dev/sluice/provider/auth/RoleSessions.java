package dev.sluice.provider.auth;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// The sessions of one provider, each known by its tags, of which a bounded number is kept: of
/// whole teams, of parts of teams, and of the parts of one team, since clients may name those.
/// Where no more is kept, the session that was not used for longest gives way, if that is a minute
/// at least; where each was used since, the call has the session with fewer tags: without `key`,
/// without `part`, at last the one without any. So whatever names clients invent, few exchanges are
/// made for them. Safe for any thread; takes no lock.
///
/// @param <S> what is kept for a session
final class RoleSessions<S> {
  static final int MOST = 256;
  static final int MOST_OF_TEAM = 64;
  private static final long IDLE = Duration.ofMinutes(1).toNanos();

  private static final String TEAM = "team";

  /// The tags that are left out one after the other.
  private static final List<String> LEFT_OUT = List.of("key", "part", TEAM);

  private final S untagged;
  private final Function<Map<String, String>, S> made;
  private final AtomicReference<Map<Map<String, String>, Kept<S>>> kept =
      new AtomicReference<>(Map.of());

  private static final class Kept<S> {
    final S session;
    volatile long used;

    Kept(S session, long used) {
      this.session = session;
      this.used = used;
    }
  }

  /// @param untagged the session of calls without tags
  /// @param made makes the session of these tags, without waiting
  RoleSessions(S untagged, Function<Map<String, String>, S> made) {
    this.untagged = untagged;
    this.made = made;
  }

  /// Returns the session for calls with these tags.
  S of(Map<String, String> tags, long now) {
    Map<String, String> left = tags;
    for (String out : LEFT_OUT) {
      if (left.isEmpty()) {
        break;
      }
      Optional<S> session = exactly(left, now);
      if (session.isPresent()) {
        return session.get();
      }
      left = without(left, out);
    }
    return untagged;
  }

  private static Map<String, String> without(Map<String, String> tags, String name) {
    Map<String, String> less = new HashMap<>(tags);
    less.remove(name);
    return Map.copyOf(less);
  }

  /// Returns the session of exactly these tags; empty where there is no room for it.
  private Optional<S> exactly(Map<String, String> tags, long now) {
    while (true) {
      Map<Map<String, String>, Kept<S>> before = kept.get();
      Kept<S> known = before.get(tags);
      if (known != null) {
        known.used = now;
        return Optional.of(known.session);
      }
      Map<Map<String, String>, Kept<S>> after = new HashMap<>(before);
      if (!makesRoom(after, tags, now)) {
        return Optional.empty();
      }
      Kept<S> next = new Kept<>(made.apply(tags), now);
      after.put(tags, next);
      if (kept.compareAndSet(before, Map.copyOf(after))) {
        return Optional.of(next.session);
      }
    }
  }

  private static <S> boolean makesRoom(
      Map<Map<String, String>, Kept<S>> all, Map<String, String> tags, long now) {
    boolean whole = isWhole(tags);
    List<Map.Entry<Map<String, String>, Kept<S>>> alike =
        all.entrySet().stream().filter(one -> isWhole(one.getKey()) == whole).toList();
    String team = tags.getOrDefault(TEAM, "");
    List<Map.Entry<Map<String, String>, Kept<S>>> ofTeam =
        alike.stream().filter(one -> one.getKey().getOrDefault(TEAM, "").equals(team)).toList();
    if (ofTeam.size() >= MOST_OF_TEAM) {
      return drops(all, ofTeam, now);
    }
    return alike.size() < MOST || drops(all, alike, now);
  }

  /// Whether tags are those of a whole team.
  private static boolean isWhole(Map<String, String> tags) {
    return tags.size() == 1 && tags.containsKey(TEAM);
  }

  /// Drops the one of these sessions that was not used for longest, if that is long enough.
  private static <S> boolean drops(
      Map<Map<String, String>, Kept<S>> all,
      List<Map.Entry<Map<String, String>, Kept<S>>> of,
      long now) {
    Map.Entry<Map<String, String>, Kept<S>> oldest =
        Collections.max(of, Comparator.comparingLong(one -> now - one.getValue().used));
    return now - oldest.getValue().used >= IDLE && all.remove(oldest.getKey()) != null;
  }

  /// The number of sessions that are kept, beside the one without tags.
  int size() {
    return kept.get().size();
  }
}
