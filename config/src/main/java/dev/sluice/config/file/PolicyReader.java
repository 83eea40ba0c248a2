package dev.sluice.config.file;

import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.util.Map;

/// The reader of how calls are treated: `defaults`, and the same keys of a route.
final class PolicyReader {
  private static final Type<UpstreamStream> STREAM =
      Types.oneOf(UpstreamStream.class, UpstreamStream::configName);

  /// What becomes of content that another dialect cannot express.
  private static final Type<Boolean> STRICT =
      Types.oneOf(Map.entry("lenient", false), Map.entry("strict", true));

  private PolicyReader() {}

  /// Reads a section of the file.
  ///
  /// @param otherwise what holds where `in` says nothing
  public static RoutePolicy read(Section in, RoutePolicy otherwise) {
    TimeoutConfig timeout = in.in("timeout", t -> TimeoutReader.read(t, otherwise.timeout()));
    UpstreamStream stream = in.get("upstream_stream", STREAM, otherwise.upstreamStream());
    return new RoutePolicy(
        timeout,
        stream,
        RepeatReader.retry(in, otherwise.retry()),
        RepeatReader.race(in, otherwise.race()),
        BreakerReader.read(in, otherwise.breaker()),
        QueueReader.queue(in, otherwise.queue()),
        SavingsReader.read(in, otherwise.reuse()),
        CommitReader.read(in, otherwise.commit()),
        ChoiceReader.read(in, otherwise.choice()),
        otherwise.shadow(),
        in.get("translate", STRICT, otherwise.strictTranslation()));
  }
}
