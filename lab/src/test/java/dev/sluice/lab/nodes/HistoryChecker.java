package dev.sluice.lab.nodes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Judges a history by itself: it reads the file of a run, knows nothing of leases, purses or
/// scripts, and says where more was granted in some time than a provider's bucket lets through.
/// What the provider refused was granted, too.
final class HistoryChecker {
  private static final List<Long> WINDOWS = List.of(1_000_000L, 10_000_000L, 60_000_000L);
  private static final double MINUTE = 60_000_000;

  private final List<Event> sent = new ArrayList<>();
  private final List<Event> took = new ArrayList<>();
  private double rate;
  private double burst;
  private int attempts;
  private int refusals;

  private record Event(long at, double tokens) {}

  /// What a judge finds.
  ///
  /// @param beyond the largest excess over `rate * w + burst` in any window, as a part of that
  record Verdict(double beyond, double refused, int attempts) {}

  private HistoryChecker() {}

  /// Reads the attempts as the provider has seen them.
  static Verdict ofProvider(Path file) throws IOException {
    var checker = new HistoryChecker();
    checker.read(file);
    return checker.verdict(checker.sent);
  }

  /// Reads what nodes have reserved.
  static Verdict ofNodes(Path file) throws IOException {
    var checker = new HistoryChecker();
    checker.read(file);
    return checker.verdict(checker.took);
  }

  private void read(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ", -1);
      long at = Long.parseLong(words[1]);
      if (words[0].equals("limit")) {
        rate = Double.parseDouble(words[2]) / MINUTE;
        burst = Double.parseDouble(words[3]);
        continue;
      }
      double tokens = Double.parseDouble(words[4]);
      switch (words[0]) {
        case "sent" -> {
          sent.add(new Event(at, tokens));
          attempts++;
        }
        case "refused" -> refusals++;
        case "back" -> sent.add(new Event(at, -tokens));
        case "took" -> took.add(new Event(at, tokens));
        case "gave" -> took.add(new Event(at, -tokens));
        default -> throw new IOException("a history has the line " + line);
      }
    }
  }

  private Verdict verdict(List<Event> events) {
    double worst = overAnyTime(events);
    for (long window : WINDOWS) {
      worst = Math.max(worst, within(events, window));
    }
    return new Verdict(worst, attempts == 0 ? 0 : (double) refusals / attempts, attempts);
  }

  /// Slides a window over the events.
  private double within(List<Event> events, long window) {
    double allowed = rate * window + burst;
    double worst = 0;
    double sum = 0;
    int first = 0;
    for (Event event : events) {
      sum += event.tokens();
      while (events.get(first).at() <= event.at() - window) {
        sum -= events.get(first).tokens();
        first++;
      }
      worst = Math.max(worst, sum / allowed - 1);
    }
    return worst;
  }

  /// Finds the two events between which most was granted beyond what flows in.
  private double overAnyTime(List<Event> events) {
    double sum = 0;
    double lowest = 0;
    double worst = 0;
    for (Event event : events) {
      double before = sum - rate * event.at();
      lowest = Math.min(lowest, before);
      sum += event.tokens();
      double excess = sum - rate * event.at() - lowest - burst;
      worst = Math.max(worst, excess / (rate * WINDOWS.get(1) + burst));
    }
    return worst;
  }
}
