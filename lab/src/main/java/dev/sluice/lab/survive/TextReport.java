package dev.sluice.lab.survive;

import dev.sluice.lab.draw.Threshold;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// Prints the results for people.
record TextReport(PrintStream out) {
  void print(Results results, List<Threshold> thresholds) {
    table(results);
    stretches(results);
    out.printf("%nThresholds%n");
    thresholds.forEach(threshold -> threshold.print(out));
  }

  private void table(Results results) {
    Figures sdk = results.sdk();
    Figures sluice = results.sluice();
    row("", "SDK", "Sluice");
    row("calls", count(sdk.calls()), count(sluice.calls()));
    row("client-visible errors", count(sdk.failed()), count(sluice.failed()));
    row("  success", percent(sdk.success()), percent(sluice.success()));
    row(
        "struck behind the commit point",
        count(sdk.struck().calls()),
        count(sluice.struck().calls()));
    row("  told so", count(sdk.struck().honest()), count(sluice.struck().honest()));
    row("attempts a call", number(sdk.attemptsPerCall(), 3), number(sluice.attemptsPerCall(), 3));
    row("time lost to dead upstreams, s", number(sdk.lost(), 1), number(sluice.lost(), 1));
    row(
        "first token of streams p50, ms",
        number(sdk.firstToken().p50(), 0),
        number(sluice.firstToken().p50(), 0));
    row(
        "first token of streams p99, ms",
        number(sdk.firstToken().p99(), 0),
        number(sluice.firstToken().p99(), 0));
    row("total p50, ms", number(sdk.total().p50(), 0), number(sluice.total().p50(), 0));
    row("total p99, ms", number(sdk.total().p99(), 0), number(sluice.total().p99(), 0));
    row("attempts before a hint", count(sdk.beforeHints()), count(sluice.beforeHints()));
    row("breaker openings", "-", count(results.openings()));
    row("  false ones", "-", count(results.falseOpenings().size()));
    row(
        "attempts a call, everything down",
        number(results.outageSdk(), 3),
        number(results.outageSluice(), 3));
    out.printf("%nErrors: SDK %s; Sluice %s%n", sdk.errors(), sluice.errors());
    results.falseOpenings().forEach(opening -> out.printf("False opening: %s%n", opening));
  }

  private void stretches(Results results) {
    errors(results);
    slowest(results);
  }

  private void errors(Results results) {
    out.println();
    row("errors by phase (calls)", "SDK", "Sluice");
    for (Results.Stretch stretch : results.stretches()) {
      String name = "%s (%,d)".formatted(stretch.name(), stretch.calls());
      row(name, count(stretch.sdk()), count(stretch.sluice()));
    }
  }

  private void slowest(Results results) {
    out.println();
    row("slowest 1 % of first tokens", "SDK", "Sluice");
    for (Results.Stretch stretch : results.stretches()) {
      row("  " + stretch.name(), count(stretch.sdkSlowest()), count(stretch.sluiceSlowest()));
    }
  }

  private void row(String what, String sdk, String sluice) {
    out.printf("%-34s%12s%12s%n", what, sdk, sluice);
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String percent(double share) {
    return number(100 * share, 2) + " %";
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
