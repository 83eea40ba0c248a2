package dev.sluice.sim.fault;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;

/// The kind of a fault's argument.
enum ArgKind {
  NONE("none", String::isEmpty),
  COUNT("a whole number", ArgKind::isCount),
  DELTA("a whole number, perhaps negative", arg -> isCount(arg.replaceFirst("^-", ""))),
  SIZE("a number of bytes, such as 9MiB", arg -> reads(() -> set(arg).size())),
  DURATION("a duration, such as 10ms", arg -> reads(() -> set(arg).nanos())),
  STATUS("a status from 200 to 599", arg -> arg.matches("[2-5]\\d\\d")),
  REDIRECT("301, 302, 307 or 308", arg -> arg.matches("30[1278]")),
  TEXT("a text in ASCII without line ends", arg -> arg.matches("[ -~]+")),
  FILTER("answer, empty or prompt", arg -> arg.matches("answer|empty|prompt")),
  HINT("one of " + String.join(", ", Throttles.FORMS), Throttles::isHint);

  private final String says;
  private final Check check;

  ArgKind(String says, Check check) {
    this.says = says;
    this.check = check;
  }

  String says() {
    return says;
  }

  boolean accepts(String arg) {
    return check.accepts(arg);
  }

  /// Tests whether an argument is of a kind.
  @Immutable
  @FunctionalInterface
  private interface Check {
    boolean accepts(String arg);
  }

  private static boolean isCount(String arg) {
    return arg.matches("\\d{1,8}");
  }

  private static FaultContext set(String arg) {
    return new FaultContext(arg, Instant.EPOCH, 0);
  }

  private static boolean reads(Runnable read) {
    try {
      read.run();
      return true;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }
}
