package dev.sluice.batch;

import dev.sluice.call.Failed;
import dev.sluice.call.Feed;
import dev.sluice.call.Head;
import dev.sluice.call.Progress;
import dev.sluice.call.Sink;
import dev.sluice.call.Usage;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Takes in the answer to a shared call. Nothing of it reaches a client before it is whole, so that
/// it may be asked for again at any time.
///
/// On the loop; what has been collected is for the shared call's thread, after the answer has
/// ended.
final class Collector implements Sink {
  private static final int FIRST = 16 * 1024;
  private static final int KNOWN_MAX = 16 * 1024 * 1024;
  private static final Head NONE = new Head(200, Map.of());

  private final List<Member> members;
  private Head head = NONE;
  private Usage usage = Usage.NONE;
  private byte[] bytes = {};
  private int size;

  Collector(List<Member> members) {
    this.members = members;
  }

  Head head() {
    return head;
  }

  Usage usage() {
    return usage;
  }

  /// The whole body.
  byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  @Override
  public void attach(Feed feed) {
    members.forEach(member -> member.attach(feed));
  }

  @Override
  public void queued(Duration waited) {
    members.forEach(member -> member.queued(waited));
  }

  @Override
  public void progress(Progress progress) {}

  @Override
  public void head(Head head) {
    this.head = head;
  }

  @Override
  public void body(ByteBuf part) {
    int more = part.readableBytes();
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, room(size + more));
    }
    part.readBytes(bytes, size, more);
    size += more;
    part.release();
  }

  /// As much as the answer says that it has, if that is believable.
  private int room(int needed) {
    long known = size == 0 && head.length() <= KNOWN_MAX ? head.length() : -1;
    return Math.max(Math.max(needed, FIRST), known > 0 ? (int) known : 2 * bytes.length);
  }

  @Override
  public void flush() {}

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
  }

  @Override
  public void end() {}

  @Override
  public void abort(Failed why) {}

  @Override
  public void reset() {
    size = 0;
    head = NONE;
    usage = Usage.NONE;
  }

  @Override
  public boolean committed() {
    return false;
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void onWritable(Runnable resume) {}
}
