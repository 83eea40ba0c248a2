package dev.sluice.server.http;

import dev.sluice.api.answer.HeadWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/// A writer of one answer, framed as its client's version of HTTP has it. An answer that is not
/// finished never looks complete.
///
/// ```text
/// start ──> write* ──> finish       complete
///              └─────> breakOff     visibly not
/// ```
public abstract class AnswerWriter {
  /// Frames the answer in another way of the same version. Before [#start].
  public abstract void frame(ResponseFraming other);

  /// Tells a client that waits for a word to send its body.
  public abstract void goOn();

  /// Begins the head of an answer; [#start] takes it from there.
  public abstract HeadWriter head(int status);

  /// Whether a header can stand behind the body: the body's length is not said before it, and the
  /// client reads such headers.
  ///
  /// @param length the body's length in bytes, or -1 when it is not known
  public abstract boolean takesTrailer(long length);

  /// Sets the header behind the body, which the head has announced. Before [#finish].
  public abstract void trailer(CharSequence name, String value);

  /// Sends the head, framing headers added.
  ///
  /// @param head what [#head] has made
  /// @param length the body's length in bytes, or -1 when it is not known
  public abstract void start(HeadWriter head, long length);

  /// Sends a part of the body. Takes ownership.
  public abstract void write(ByteBuf bytes);

  /// Sends what was written.
  public abstract void flush();

  /// Ends the body.
  public abstract void finish();

  /// Whether what carried the request may carry another one once the answer is finished.
  public abstract boolean reusable();

  /// Ends the connection, or the stream, such that what was sent cannot be taken for a whole
  /// answer.
  public abstract void breakOff();

  /// Ends a connection, or a stream, by a reset; whatever waits to be sent is dropped.
  public static void reset(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    TlsEnd.drop(channel);
  }
}
