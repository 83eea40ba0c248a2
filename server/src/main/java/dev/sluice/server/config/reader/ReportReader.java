package dev.sluice.server.config.reader;

import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.report.ReportConfig;
import java.time.Duration;
import java.util.Map;

/// The reader of `report`.
final class ReportReader {
  private static final int MOST_RETRIES = 10;
  private static final Type<Duration> TIME =
      Types.duration(Duration.ofMillis(1), Duration.ofHours(1));
  private static final Type<Boolean> SWITCH =
      Types.oneOf(Map.entry("on", true), Map.entry("off", false));

  private ReportReader() {}

  static ReportConfig read(Section in) {
    ReportConfig standard = ReportConfig.defaults();
    return new ReportConfig(
        in.get("failed", Types.PERCENT, standard.failed()),
        in.get("latency", TIME, standard.latency()),
        in.get("rate_limit_hits", Types.PERCENT, standard.rateLimitHits()),
        in.get("timeouts", Types.PERCENT, standard.timeouts()),
        in.get("retries", Types.number(0, MOST_RETRIES), standard.retries()),
        in.get("retry_rate", Types.PERCENT, standard.retryRate()),
        in.get("queue_wait", TIME, standard.queueWait()),
        in.get("refused", Types.PERCENT, standard.refused()),
        in.get("utilisation", Types.PERCENT, standard.utilisation()),
        in.get("pinning", SWITCH, standard.pinning()));
  }
}
