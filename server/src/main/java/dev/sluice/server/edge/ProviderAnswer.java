package dev.sluice.server.edge;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.pipeline.CallHandle;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// The answer to a request of the gateway's own to a provider, which the thread that has asked
/// reads as it comes. Little of it is held: the provider is read no faster than this is.
public final class ProviderAnswer implements ClientResponse, AutoCloseable {
  private static final int BLOCK = 16 * 1024;

  private final Call call;
  private final BodyPipe pipe = new BodyPipe(this::goOn);
  private final ThreadSignal changed = new ThreadSignal();
  private volatile @Nullable CallHandle handle;

  /// Set by the loop, once each.
  private volatile boolean begun;

  private volatile @Nullable Failed failed;

  /// Goes on with the answer once there is room. Confined to the loop.
  private @Nullable Runnable resume;

  ProviderAnswer(Call call) {
    this.call = call;
  }

  void by(CallHandle running) {
    handle = running;
  }

  /// Waits until the answer begins.
  void await() throws ProviderFault, InterruptedException {
    changed.await(() -> begun || failed != null);
    Failed why = failed;
    if (why != null) {
      throw new ProviderFault(why);
    }
  }

  /// Reads some of the answer, and waits for it. For one thread.
  ///
  /// @return how many bytes; -1 at the end
  public int read(byte[] into, int from, int length) throws ProviderFault, InterruptedException {
    try {
      return pipe.read(into, from, length);
    } catch (ClientGone gone) {
      Failed why = failed;
      throw new ProviderFault(why == null ? new Failed.Cancelled() : why);
    }
  }

  /// Reads the whole answer.
  ///
  /// @param most how many bytes it may have; what comes behind them is left out
  public byte[] whole(int most) throws ProviderFault, InterruptedException {
    var all = new ByteArrayOutputStream();
    byte[] block = new byte[BLOCK];
    int read = 0;
    while (read >= 0 && all.size() < most) {
      all.write(block, 0, read);
      read = read(block, 0, Math.min(block.length, most - all.size()));
    }
    return all.toByteArray();
  }

  private void goOn() {
    call.loop()
        .execute(
            () -> {
              Runnable next = resume;
              resume = null;
              if (next != null) {
                next.run();
              }
            });
  }

  @Override
  public void start(Head head, long length, AttemptHistory history) {
    begun = true;
    changed.signal();
  }

  @Override
  public void write(ByteBuf bytes) {
    try {
      boolean _ = pipe.add(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void flush() {}

  @Override
  public void finish() {
    begun = true;
    pipe.end();
    changed.signal();
  }

  @Override
  public void refuse(Failed why, AttemptHistory history) {
    cut(why);
  }

  @Override
  public void cut(Failed why) {
    failed = why;
    pipe.drop();
    changed.signal();
  }

  @Override
  public boolean writable() {
    return pipe.hasRoom();
  }

  @Override
  public void onWritable(Runnable next) {
    resume = next;
    if (pipe.hasRoom()) {
      goOn();
    }
  }

  /// Leaves the request, if its answer has not ended.
  @Override
  public void close() {
    CallHandle running = handle;
    if (running != null) {
      running.leave();
    }
  }
}
