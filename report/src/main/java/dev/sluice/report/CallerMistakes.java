package dev.sluice.report;

/// The words about mistakes that callers make themselves. Pure functions.
final class CallerMistakes {
  private CallerMistakes() {}

  /// Whether most failures are calls that a limit of a key has refused.
  static boolean isLimited(Failures failures) {
    return 2 * failures.limited() >= failures.caller() && failures.limited() > 0;
  }

  /// `50 of 60 calls were refused by a limit of the caller key "web" (10 requests a minute)`.
  static String headline(Situation at) {
    Failures failures = at.failures();
    long all = at.all().calls();
    return isLimited(failures)
        ? failures.limited() + " of " + Failures.calls(all) + " were refused by " + limit(at)
        : failures.caller() + " of " + Failures.calls(all) + " failed by their callers' own fault";
  }

  private static String limit(Situation at) {
    return at.atLimit()
        .map(
            key ->
                key.alone()
                    ? "a limit of " + key.name() + " (" + key.limit() + ")"
                    : "limits of caller keys, most of them by that of %s (%s)"
                        .formatted(key.name(), key.limit()))
        .orElse("limits of their caller keys or teams");
  }

  static Hint advice(Situation at) {
    return Hint.of(
        isLimited(at.failures())
            ? "that is what the limit is for: raise it"
                + at.atLimit().map(CallerMistakes::place).orElse("")
                + " if its calls are meant to go through"
            : "each was told what is wrong with it: see which models and requests they are");
  }

  private static String place(KeyAtLimit key) {
    if (key.id().isEmpty()) {
      return "";
    }
    return key.configured() ? " under server.keys" : " on the page of keys";
  }
}
