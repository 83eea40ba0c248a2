package dev.sluice.server.config;

import dev.sluice.RoutePolicy;
import dev.sluice.provider.UpstreamStream;
import dev.sluice.timeout.TimeoutConfig;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads how calls are treated: `defaults`, and the same keys of a route.
final class PolicyReader {
  private static final Type<UpstreamStream> STREAM =
      Types.oneOf(
          Stream.of(UpstreamStream.values())
              .collect(
                  Collectors.toMap(
                      UpstreamStream::configName,
                      Function.identity(),
                      (one, _) -> one,
                      LinkedHashMap::new)));

  private PolicyReader() {}

  /// @param otherwise what holds where `in` says nothing
  static RoutePolicy read(Section in, RoutePolicy otherwise) {
    TimeoutConfig timeout = in.in("timeout", t -> TimeoutReader.read(t, otherwise.timeout()));
    UpstreamStream stream = in.get("upstream_stream", STREAM, otherwise.upstreamStream());
    return otherwise
        .with(timeout)
        .with(stream)
        .with(RepeatReader.retry(in, otherwise.retry()))
        .with(RepeatReader.hedge(in, otherwise.hedge()))
        .with(BreakerReader.read(in, otherwise.breaker()))
        .with(QueueReader.queue(in, otherwise.queue()))
        .with(SavingsReader.read(in, otherwise.savings()));
  }
}
