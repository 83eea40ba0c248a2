package dev.sluice.server.jwt;

import dev.sluice.call.text.Printable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tells the operator, once each, of teams that callers by token have and nobody else knows: no
/// budget of a team holds for them, and a claim may have any value. Safe for any thread.
final class UnknownTeams {
  /// How many teams are told: whoever makes claims could else fill the log.
  static final int MOST = 20;

  private final Predicate<String> known;
  private final Consumer<String> notice;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /// @param known whether a team is known; true of all where there is no store to know them
  UnknownTeams(Predicate<String> known, Consumer<String> notice) {
    this.known = known;
    this.notice = notice;
  }

  /// Looks at the team of a token that was verified just now.
  void look(String issuer, String team) {
    if (told.size() < MOST && !known.test(team) && told.add(team)) {
      notice.accept(
          "callers of %s are of the team %s, which the store does not have: no budget of a team holds for them. Make it (`./sluice teams create %2$s`), or list in `teams` of the issuer those that its callers may have%s"
              .formatted(
                  issuer,
                  Printable.line(team, '?'),
                  told.size() < MOST ? "" : "; no more such teams are told"));
    }
  }
}
