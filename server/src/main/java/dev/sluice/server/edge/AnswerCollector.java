package dev.sluice.server.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.ClientDialect;
import dev.sluice.api.answer.HeadWriter;
import dev.sluice.api.answer.Reply;
import dev.sluice.api.head.Names;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Puts the answer to a call together, within the memory budget, and tells it whole. What the
/// gateway says itself is in the words that a client would read.
///
/// @param id the request's identifier
record AnswerCollector(String id, ClientDialect dialect, EdgeDependencies edge, WholeAnswer to) {
  private static final String TOGETHER = Names.BATCH.toString();
  private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,5}");

  /// Tells of a fault of a request that was never a call.
  void reject(ApiError fault) {
    var words = new Words();
    var _ = reply(words).fault(fault, Optional.empty());
    to.failed(fault, Optional.empty(), words.body);
  }

  private Reply reply(Words words) {
    return new Reply(words, id, dialect, edge.comeBack());
  }

  /// Makes the way by which the answer of a call leaves the engine.
  ClientResponse of(Call call) {
    return new Response(call);
  }

  /// The body of what the gateway says.
  private static final class Words implements Reply.Carrier {
    private byte[] body = new byte[0];

    @Override
    public HeadWriter head(int status) {
      return new NoHead();
    }

    @Override
    public boolean send(HeadWriter head, String text) {
      body = text.getBytes(UTF_8);
      return true;
    }
  }

  /// Headers are for connections.
  private static final class NoHead extends HeadWriter {
    @Override
    public HeadWriter header(CharSequence name, CharSequence value) {
      return this;
    }
  }

  /// The answer of a call. On its loop.
  private final class Response implements ClientResponse {
    private final Call call;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Reservation memory;
    private Supplier<Usage> usage = () -> Usage.NONE;
    private int status;

    /// Why the rest is dropped; null while it is kept.
    private @Nullable Failed dropped;

    Response(Call call) {
      this.call = call;
      this.memory = edge.memory().reserve(MemoryBudget.Use.ANSWER, call.hints().caller());
    }

    @Override
    public void attempted() {
      to.attempted();
    }

    @Override
    public void usage(Supplier<Usage> source) {
      usage = source;
    }

    @Override
    public void start(Head from, long length, AttemptHistory history) {
      status = from.status();
      to.began(call.targetName(history.target()), calls(from));
    }

    /// For how many calls the provider was asked at once.
    private static int calls(Head from) {
      String said = from.headers().getOrDefault(TOGETHER, "1");
      return COUNT.matcher(said).matches() ? Integer.parseInt(said) : 1;
    }

    @Override
    public void write(ByteBuf bytes) {
      try {
        int more = bytes.readableBytes();
        if (dropped == null && !memory.resize(2L * (body.size() + more))) {
          dropped = new Failed.OutOfMemory();
        }
        if (dropped == null) {
          byte[] part = new byte[more];
          ByteBuf _ = bytes.readBytes(part);
          body.writeBytes(part);
        }
      } finally {
        bytes.release();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void finish() {
      if (dropped == null) {
        to.answered(status, body.toByteArray(), usage.get(), memory);
      } else {
        refuse(dropped, AttemptHistory.NONE);
      }
    }

    @Override
    public void refuse(Failed why, AttemptHistory history) {
      memory.close();
      var words = new Words();
      var _ = reply(words).failure(why, history, call.hints().clientRetries());
      to.failed(ApiErrors.of(why), Optional.of(why), words.body);
    }

    @Override
    public void cut(Failed why) {
      refuse(why, AttemptHistory.NONE);
    }

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void onWritable(Runnable resume) {
      call.loop().execute(resume);
    }
  }
}
