/// OpenTelemetry: an observer that makes spans of calls and sends them to a collector, over OTLP
/// and HTTP. [dev.sluice.otel.CallSpans] is the entry point.
///
/// ```text
/// a call begins    its ids are drawn, and whether it is sampled
/// it ends          by how it ended, its records and those of its parts are kept or dropped
/// exporter thread  records become spans, a second's worth at a time, and are sent
/// ```
///
/// Calls' threads copy what they need from a call's report and never wait: the queue between them
/// and the exporter's thread is bounded, and what does not fit is dropped and counted. No span
/// holds a prompt, an answer, a key or a provider's words.
@NullMarked
package dev.sluice.otel;

import org.jspecify.annotations.NullMarked;
