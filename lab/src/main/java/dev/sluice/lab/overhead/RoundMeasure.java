package dev.sluice.lab.overhead;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// A measure of a contender, once a round.
enum RoundMeasure {
  SATURATED_1K_CPU("saturated, 1 KB", "CPU per call", "us"),
  SATURATED_1K_CALLS("saturated, 1 KB", "calls per second", ""),
  SATURATED_1K_ALLOCATED("saturated, 1 KB", "allocated per call", "B"),
  SATURATED_1K_BUSY("saturated, 1 KB", "share of the core", "%"),
  SATURATED_32K_CPU("saturated, 32 KB", "CPU per call", "us"),
  SATURATED_32K_CALLS("saturated, 32 KB", "calls per second", ""),
  SATURATED_32K_ALLOCATED("saturated, 32 KB", "allocated per call", "B"),
  SATURATED_32K_BUSY("saturated, 32 KB", "share of the core", "%"),
  SATURATED_200K_CPU("saturated, 200 KB", "CPU per call", "us"),
  SATURATED_200K_CALLS("saturated, 200 KB", "calls per second", ""),
  SATURATED_200K_ALLOCATED("saturated, 200 KB", "allocated per call", "B"),
  SATURATED_200K_BUSY("saturated, 200 KB", "share of the core", "%"),
  SATURATED_512K_CPU("saturated, 512 KB", "CPU per call", "us"),
  SATURATED_512K_CALLS("saturated, 512 KB", "calls per second", ""),
  SATURATED_512K_ALLOCATED("saturated, 512 KB", "allocated per call", "B"),
  SATURATED_512K_BUSY("saturated, 512 KB", "share of the core", "%"),
  ASSEMBLED_CPU("streams of 100 events at once", "CPU per call", "us"),
  ASSEMBLED_CALLS("streams of 100 events at once", "calls per second", ""),
  ASSEMBLED_ALLOCATED("streams of 100 events at once", "allocated per call", "B"),
  ASSEMBLED_BUSY("streams of 100 events at once", "share of the core", "%"),
  TRANSLATED_CPU("translated, 1 KB", "CPU per call", "us"),
  TRANSLATED_CALLS("translated, 1 KB", "calls per second", ""),
  TRANSLATED_ALLOCATED("translated, 1 KB", "allocated per call", "B"),
  TRANSLATED_BUSY("translated, 1 KB", "share of the core", "%"),
  RATE_CPU("2,500 calls a second", "CPU per call", "us"),
  RATE_ALLOCATED("2,500 calls a second", "allocated per call", "B"),
  RATE_P50("2,500 calls a second", "p50", "us"),
  RATE_P90("2,500 calls a second", "p90", "us"),
  RATE_P99("2,500 calls a second", "p99", "us"),
  STREAMS_CPU("1,000 streams, 20/s", "CPU per event", "us"),
  STREAMS_ALLOCATED("1,000 streams, 20/s", "allocated per event", "B"),
  STREAMS_EVENTS("1,000 streams, 20/s", "events per second", ""),
  STREAMS_P50("1,000 streams, 20/s", "event delay p50", "us"),
  STREAMS_P99("1,000 streams, 20/s", "event delay p99", "us"),
  STREAMS_MEMORY("1,000 streams, 20/s", "resident memory", "MiB"),
  OPEN_MEMORY("5,000 open streams", "resident memory", "MiB"),
  OPEN_COMPLETE("5,000 open streams", "complete", ""),
  START_READY("start", "time to ready", "ms"),
  START_CALLS("start", "calls in the first second", ""),
  START_MEMORY("start", "resident memory after it", "MiB"),
  BURST_IDLE("a burst", "resident before it", "MiB"),
  BURST_MEMORY("a burst", "resident at most", "MiB"),
  BURST_AFTER("a burst", "resident a minute later", "MiB"),
  BODIES_IDLE("200 bodies of 1 MB", "resident before them", "MiB"),
  BODIES_MEMORY("200 bodies of 1 MB", "resident at most", "MiB"),
  BODIES_RATIO("200 bodies of 1 MB", "what that is above before, to their bytes", ""),
  BODIES_AFTER("200 bodies of 1 MB", "resident a minute later", "MiB"),
  FORM_CPU("forms of 10 MB", "CPU per call", "us"),
  FORM_CALLS("forms of 10 MB", "calls per second", ""),
  FORM_ALLOCATED("forms of 10 MB", "allocated per call", "B"),
  FORM_BUSY("forms of 10 MB", "share of the core", "%"),
  UPLOADS_IDLE("50 uploads of 50 MB", "resident before them", "MiB"),
  UPLOADS_MEMORY("50 uploads of 50 MB", "resident at most", "MiB"),
  UPLOADS_ABOVE("50 uploads of 50 MB", "what that is above before", "MiB"),
  UPLOADS_ANSWERED("50 uploads of 50 MB", "answered", ""),
  UPLOADS_REFUSED("50 uploads of 50 MB", "refused for want of memory", ""),
  UPLOADS_AFTER("50 uploads of 50 MB", "resident a minute later", "MiB"),
  CACHE_MEMORY("full cache of 1 GiB", "resident at most", "MiB"),
  CACHE_PAUSE("full cache of 1 GiB", "longest pause", "ms"),
  MINUTE_P99_5("first minute", "p99, 0 to 5 s", "us"),
  MINUTE_P99_10("first minute", "p99, 5 to 10 s", "us"),
  MINUTE_P99_LATER("first minute", "p99, 10 to 60 s", "us"),
  SAVING_CPU("nothing to save", "CPU per call", "us"),
  SAVING_CALLS("nothing to save", "calls per second", ""),
  SAVING_ALLOCATED("nothing to save", "allocated per call", "B"),
  SAVING_BUSY("nothing to save", "share of the core", "%"),
  KEYS_CPU("keys and budgets", "CPU per call", "us"),
  KEYS_CALLS("keys and budgets", "calls per second", ""),
  KEYS_ALLOCATED("keys and budgets", "allocated per call", "B"),
  KEYS_BUSY("keys and budgets", "share of the core", "%"),
  NODES_CPU("limits of a cluster", "CPU per call", "us"),
  NODES_CALLS("limits of a cluster", "calls per second", ""),
  NODES_ALLOCATED("limits of a cluster", "allocated per call", "B"),
  NODES_BUSY("limits of a cluster", "share of the core", "%"),
  GUESSES_ALONE("10,000 wrong keys a second", "calls per second without", ""),
  GUESSES_BESIDE("10,000 wrong keys a second", "calls per second beside", ""),
  GUESSES_KEPT("10,000 wrong keys a second", "what is kept of them", "%"),
  GUESSES_REFUSED("10,000 wrong keys a second", "refusals per second", ""),
  GUESSES_CPU("10,000 wrong keys a second", "CPU per refusal", "us"),
  GUESSES_BUSY("10,000 wrong keys a second", "share of the core", "%"),
  HTTP2_CPU("HTTP/2, 100 connections of 50 calls", "CPU per call", "us"),
  HTTP2_CALLS("HTTP/2, 100 connections of 50 calls", "calls per second", ""),
  HTTP2_OLD_CPU("HTTP/2, 100 connections of 50 calls", "CPU per call by HTTP/1.1", "us"),
  HTTP2_TO_OLD("HTTP/2, 100 connections of 50 calls", "CPU per call, to HTTP/1.1", ""),
  TLS_CPU("TLS on both sides, 1 KB", "CPU per call", "us"),
  TLS_CALLS("TLS on both sides, 1 KB", "calls per second", ""),
  IN_PROCESS_CPU("an application's calls, 1 KB", "CPU per call", "us"),
  IN_PROCESS_CALLS("an application's calls, 1 KB", "calls per second", ""),
  IN_PROCESS_ALLOCATED("an application's calls, 1 KB", "allocated per call", "B");

  private final String scenario;
  private final String title;
  private final String unit;

  RoundMeasure(String scenario, String title, String unit) {
    this.scenario = scenario;
    this.title = title;
    this.unit = unit;
  }

  /// How many streams the measures of open streams are about.
  public static final int STREAMS_AT_ONCE = 5_000;

  /// CPU time of a call or an event of a gateway as it is started without savings.
  static final Set<RoundMeasure> CPU =
      Collections.unmodifiableSet(
          EnumSet.of(
              SATURATED_1K_CPU,
              SATURATED_32K_CPU,
              SATURATED_200K_CPU,
              SATURATED_512K_CPU,
              ASSEMBLED_CPU,
              TRANSLATED_CPU,
              RATE_CPU,
              STREAMS_CPU,
              KEYS_CPU));

  /// Returns the name of the contender that others are compared with.
  String base() {
    return switch (this) {
      case SAVING_CPU, SAVING_CALLS, SAVING_ALLOCATED, SAVING_BUSY -> Contender.SLUICE;
      case KEYS_CPU, KEYS_CALLS, KEYS_ALLOCATED, KEYS_BUSY -> Contender.SLUICE;
      case NODES_CPU, NODES_CALLS, NODES_ALLOCATED, NODES_BUSY -> Contender.SLUICE_LIMITED;
      case TLS_CPU, TLS_CALLS -> Contender.NGINX_TLS;
      case IN_PROCESS_CPU, IN_PROCESS_CALLS, IN_PROCESS_ALLOCATED -> Contender.OVER_LOOPBACK;
      default -> Contender.NGINX;
    };
  }

  /// Returns the heading of the measure in the report.
  public String scenario() {
    return scenario;
  }

  /// Returns the name and the unit of the measure, for people.
  String title() {
    return unit.isEmpty() ? title : title + ", " + unit;
  }
}
