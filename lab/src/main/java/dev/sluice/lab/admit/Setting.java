package dev.sluice.lab.admit;

import dev.sluice.lab.trace.Trace;
import java.time.Duration;
import java.util.Locale;

/// The setting in which policies are compared.
///
/// @param load how many times the provider's tokens the trace asks for
/// @param bucket how long a time's worth the provider lets through at once
record Setting(Trace trace, double load, Duration bucket) {

  /// Returns the rates that the provider allows.
  public ProviderRates rates() {
    return ProviderRates.of(trace, load, bucket);
  }

  /// Returns the name of the setting in reports.
  public String title() {
    return String.format(Locale.ROOT, "%s at %s times the quota", trace.name(), number(load));
  }

  private static String number(double load) {
    return load == Math.rint(load) ? Long.toString((long) load) : Double.toString(load);
  }
}
