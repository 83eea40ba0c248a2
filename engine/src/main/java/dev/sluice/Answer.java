package dev.sluice;

import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.dialect.embed.AnsweredVectors;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.BrokenAnswer;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// An answer that is pulled: reading waits for more, and reading slowly slows the provider down,
/// since about 64 KiB wait unread. Closing it before its end cancels the call.
///
/// It is read once, in one form: as [#body], [#bytes], [#events], [#text] or [#embeddings]. An
/// answer that is neither read to its end nor closed holds a call until the call's own bounds end
/// it; when the answer is garbage the gateway notices, cancels the call and says so once
/// (docs/embedding.md).
///
/// For one thread at a time, which may be virtual.
public final class Answer implements AutoCloseable {
  private static final String STREAM = "text/event-stream";

  private final Operation operation;
  private final AnswerContent content;
  private final AnswerPipe.Started started;
  private final Body body = new Body();

  Answer(Operation operation, AnswerContent content, AnswerPipe.Started started) {
    this.operation = operation;
    this.content = content;
    this.started = started;
  }

  /// Returns the HTTP status of the answer; always one of success, since a failure is an exception.
  public int status() {
    return started.head().status();
  }

  /// Returns the answer's headers by lower-case name, as far as they concern the caller.
  public Map<String, String> headers() {
    return started.head().headers();
  }

  /// Returns the answer's media type: `application/json`, or `text/event-stream` where a stream was
  /// asked for.
  public String mediaType() {
    return started.head().mediaType();
  }

  /// Returns the name of the target that answered: `provider/model`, or `provider/*` where the
  /// route passes on the model's name as it was asked for. Empty where none was asked, since the
  /// cache had the answer, and where a stream began by keep-alives before it was.
  public String target() {
    return started.history().target();
  }

  /// Returns how many attempts the answer took.
  public int attempts() {
    return started.history().attempts();
  }

  /// Returns what the call has used, as the gateway accounts for it: complete when the answer has
  /// been read to its end, and what is known so far before. [Usage#NONE] where nothing is known or
  /// was used.
  public Usage usage() {
    return content.pipe().usage();
  }

  /// Returns what the payer pays for the answer, in nano-dollars: known when a whole answer begins,
  /// and at the end of a stream. Empty without a payer that quotes prices.
  public OptionalLong cost() {
    OptionalLong told = content.pipe().cost();
    return told.isPresent() ? told : started.history().cost();
  }

  /// Returns the body; always the same stream. Its reads throw [CallFailedException] if the answer
  /// is cut: a cut answer never just ends. An interrupt ends a read with [InterruptedIOException].
  public InputStream body() {
    return body;
  }

  /// Reads the body to its end.
  ///
  /// @throws CallFailedException if the answer is cut, or if the gateway's memory for answers has
  ///   no room for it
  /// @throws InterruptedIOException if interrupted while it waits
  public byte[] bytes() throws InterruptedIOException {
    try {
      return content.whole();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Returns the events of a streamed answer, each as soon as it is there, without OpenAI's last
  /// one, `[DONE]`. Closing the stream closes the answer, and cancels a call that is not at its
  /// end. A cut answer ends in a [CallFailedException], an interrupt in an [UncheckedIOException].
  ///
  /// @throws IllegalStateException if the answer is no stream
  public Stream<AnswerEvent> events() {
    if (!isStream()) {
      throw new IllegalStateException(
          "the answer is "
              + mediaType()
              + ", since its request did not ask for a stream: read bytes(), or ask for one");
    }
    return stream(
        new EventIterator<>(
            content,
            this,
            (name, data, length, sink) ->
                sink.accept(
                    new AnswerEvent(name, new String(data, 0, length, StandardCharsets.UTF_8)))));
  }

  /// Returns the text that the model says, in pieces: those of a stream, each as soon as it is
  /// there, or those of a whole answer, which is read when the first one is wanted. It is the text
  /// of the first choice, without thinking, refusals and calls of tools. Closing the stream closes
  /// the answer, and cancels a call that is not at its end. A cut answer ends in a
  /// [CallFailedException], an interrupt in an [UncheckedIOException].
  ///
  /// @throws IllegalStateException if answers of the operation have no text
  public Stream<String> text() {
    TextDeltas deltas =
        TextDeltas.of(operation)
            .orElseThrow(
                () -> new IllegalStateException("an answer to " + operation + " has no text"));
    var texts = new AnswerTexts(content, deltas);
    return isStream()
        ? stream(new EventIterator<>(content, this, texts::ofEvent))
        : Stream.of(texts).flatMap(all -> whole(all).stream()).onClose(this::close);
  }

  private List<String> whole(AnswerTexts texts) {
    try {
      return texts.ofWhole(bytes());
    } catch (InterruptedIOException left) {
      throw new UncheckedIOException(left);
    }
  }

  /// Reads the vectors of embeddings, in the order of the inputs.
  ///
  /// @throws IllegalStateException if the operation is none for embeddings
  /// @throws CallFailedException if the answer is cut, is too large for the gateway's memory, or
  ///   has no vectors that can be read
  /// @throws InterruptedIOException if interrupted while it waits
  public float[][] embeddings() throws InterruptedIOException {
    AnsweredVectors form = vectors();
    byte[] json = bytes();
    HeapMeter meter = content.meter(0);
    try {
      return form.read(json, meter);
    } catch (BrokenAnswer e) {
      throw content.bad(Failed.Flaw.MALFORMED, e.fault().message());
    } catch (HeapMeter.NoRoomException e) {
      throw content.noRoom();
    } finally {
      content.giveBack(meter);
    }
  }

  private AnsweredVectors vectors() {
    return switch (operation) {
      case EMBEDDINGS -> AnsweredVectors.OPENAI;
      case EMBED_CONTENT, BATCH_EMBED_CONTENTS -> AnsweredVectors.GEMINI;
      case COHERE_EMBED -> AnsweredVectors.COHERE;
      case PREDICT -> AnsweredVectors.PREDICT;
      default -> throw new IllegalStateException("an answer to " + operation + " has no vectors");
    };
  }

  private boolean isStream() {
    return mediaType().equals(STREAM);
  }

  private <T> Stream<T> stream(Iterator<T> each) {
    Spliterator<T> ordered =
        Spliterators.spliteratorUnknownSize(each, Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(ordered, false).onClose(this::close);
  }

  /// Cancels the call if it still runs, and forgets what waits unread.
  @Override
  public void close() {
    content.close();
  }

  private final class Body extends InputStream {
    @Override
    public int read() throws InterruptedIOException {
      try {
        return content.read();
      } finally {
        Reference.reachabilityFence(Answer.this);
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws InterruptedIOException {
      try {
        return length == 0 ? 0 : content.read(into, offset, length);
      } finally {
        Reference.reachabilityFence(Answer.this);
      }
    }

    @Override
    public void close() {
      Answer.this.close();
    }
  }
}
