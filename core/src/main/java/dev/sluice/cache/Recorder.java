package dev.sluice.cache;

import dev.sluice.call.Feed;
import dev.sluice.call.ForwardingSink;
import dev.sluice.call.Head;
import dev.sluice.call.Sink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Copies an answer as it passes, as long as it is not too large, and holds its end back until it
/// is kept. One without content is not kept.
///
/// Confined to the loop, but for [#kept].
final class Recorder extends ForwardingSink {
  /// What holds for the first call alone: how long it took, what was left of a limit.
  private static final String TOOK = "openai-processing-ms";

  private static final String LIMITS = "ratelimit";

  static final int OK = 200;

  private final long largest;
  private List<byte[]> parts = new ArrayList<>();
  private @Nullable Head head;
  private String target = "";
  private long bytes = Kept.COST;

  /// Written on the loop when the answer has ended well, after everything else.
  private volatile boolean whole;

  /// @param largest how many bytes are kept of an answer at most, as [Kept#weight] has it
  Recorder(Sink next, long largest) {
    super(next);
    this.largest = largest;
  }

  /// The answer, once it has ended well; empty where it is not to be kept. For the call's thread.
  ///
  /// @param now on [dev.sluice.call.Clock#nanos]
  Optional<Kept> kept(long now) {
    return whole && head != null ? Optional.of(Kept.of(head, parts, now)) : Optional.empty();
  }

  /// Who has given the answer, as [Feed#target] has it; empty for nobody.
  String target() {
    return target;
  }

  @Override
  public void attach(Feed feed) {
    forget();
    target = feed.target();
    next.attach(feed);
  }

  @Override
  public void head(Head said) {
    boolean keep = said.status() == OK && said.length() <= largest;
    head = keep ? lasting(said) : null;
    next.head(said.with(Cache.HEADER, "miss"));
  }

  /// What of it holds for other calls too.
  static Head lasting(Head said) {
    Map<String, String> headers = new HashMap<>(said.headers());
    headers
        .keySet()
        .removeIf(name -> name.equals(TOOK) || name.equals(Cache.HEADER) || name.contains(LIMITS));
    return new Head(said.status(), headers);
  }

  @Override
  public void body(ByteBuf body) {
    if (head != null) {
      bytes += body.readableBytes() + Kept.PART_COST;
      if (bytes > largest) {
        forget();
      } else {
        parts.add(ByteBufUtil.getBytes(body));
      }
    }
    next.body(body);
  }

  @Override
  public void withoutContent() {
    forget();
    next.withoutContent();
  }

  @Override
  public void end() {
    whole = true;
  }

  /// Tells the end, if the answer has come to it.
  void tellEnd() {
    if (whole) {
      next.end();
    }
  }

  @Override
  public void reset() {
    forget();
    next.reset();
  }

  private void forget() {
    parts = new ArrayList<>();
    bytes = Kept.COST;
    head = null;
  }
}
