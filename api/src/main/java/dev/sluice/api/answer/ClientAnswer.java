package dev.sluice.api.answer;

import dev.sluice.api.ClientDialect;
import dev.sluice.api.head.Names;
import dev.sluice.api.openai.ErrorBody;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.request.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// An answer of a provider on its way to a client, in the form of the client's dialect: its head,
/// its body part by part, and its end. Whatever carries it sends what this returns. Confined to the
/// loop.
public final class ClientAnswer {
  private final Call call;
  private final ClientDialect dialect;
  private final String id;
  private final ByteBufAllocator alloc;
  private boolean events;
  private byte last;
  private byte lastButOne;

  /// Makes an array of a stream's events; null for a client that reads events.
  private @Nullable EventArray array;

  /// Takes out comments; null for a client that knows them.
  private @Nullable CommentFilter comments;

  /// The state of a Responses stream's response; null for everything else.
  private @Nullable ResponseProgress response;

  /// @param dialect what the client speaks
  /// @param id the request's identifier
  public ClientAnswer(Call call, ClientDialect dialect, String id, ByteBufAllocator alloc) {
    this.call = call;
    this.dialect = dialect;
    this.id = id;
    this.alloc = alloc;
  }

  /// Begins the answer.
  ///
  /// @param out takes its headers
  public void start(Head head, AttemptHistory history, HeadWriter out) {
    events = head.mediaType().equals("text/event-stream");
    if (events && isResponse(call.operation())) {
      response = new ResponseProgress("resp_" + id, call.model());
    }
    array = events && dialect.inArrays() ? new EventArray() : null;
    comments = events && dialect.takesNoComments() ? new CommentFilter() : null;
    head.headers().forEach((name, value) -> header(out, name, value));
    OwnHeaders.names(out, id, dialect);
    OwnHeaders.history(out, history);
    if (!head.headers().containsKey(Names.CACHE.toString())) {
      out.header(Names.CACHE, "off");
    }
  }

  private static boolean isResponse(Operation operation) {
    return operation == Operation.RESPONSES || operation == Operation.STORED_RESPONSE;
  }

  private void header(HeadWriter out, String name, String value) {
    if (array != null && name.equals("content-type")) {
      out.header(name, Names.JSON);
    } else if (!Names.OURS.contains(name)) {
      out.header(name, value);
    }
  }

  /// Whether the body that the client gets is longer or shorter than the provider's.
  public boolean changesLength() {
    return array != null;
  }

  /// The next part of the body as the client gets it, which may be empty. Takes ownership of
  /// `bytes` and gives it of what it returns.
  public ByteBuf next(ByteBuf bytes) {
    if (events) {
      remember(bytes);
    }
    if (response != null) {
      response.read(bytes);
    }
    if (array != null) {
      return array.elements(bytes, alloc);
    }
    return comments == null ? bytes : comments.without(bytes, alloc);
  }

  private void remember(ByteBuf bytes) {
    int end = bytes.writerIndex();
    int size = bytes.readableBytes();
    if (size > 0) {
      lastButOne = size > 1 ? bytes.getByte(end - 2) : last;
      last = bytes.getByte(end - 1);
    }
  }

  /// What ends the body of an answer that is complete; may be empty.
  public ByteBuf end() {
    return array == null ? Unpooled.EMPTY_BUFFER : array.end(alloc);
  }

  /// What says in a stream that it failed; empty where nothing can be said in the answer.
  public ByteBuf lastWords(Failed why) {
    if (array != null) {
      return array.end(dialect.event(why, id), alloc);
    }
    if (!events) {
      return Unpooled.EMPTY_BUFFER;
    }
    // Half an event must not swallow the gateway's.
    String between = last == '\n' && lastButOne == '\n' ? "" : "\n\n";
    return ByteBufUtil.writeUtf8(alloc, between + event(why));
  }

  private String event(Failed why) {
    return response == null
        ? dialect.event(why, id)
        : ErrorBody.responseEvents(why, response.last());
  }

  /// Whether an answer that failed is to end as a complete one does, behind its last words. A
  /// stream of the Responses API whose provider has said an error ends as the provider's does: its
  /// clients read on behind the events that say so, and a connection that breaks would be raised in
  /// their place. Clients of the other dialects stop at an error event.
  public boolean endsWell(Failed why) {
    return array == null && response != null && isSaidByProvider(why);
  }

  /// Whether the provider has told the failure, and its answer has ended with that. Of any other an
  /// application that looks for no error is to learn by the connection.
  private static boolean isSaidByProvider(Failed why) {
    return switch (why) {
      case Failed.Throttled _, Failed.AccountThrottled _, Failed.Overloaded _ -> true;
      case Failed.Exhausted _, Failed.CredentialRefused _, Failed.Refused _ -> true;
      case Failed.Invalid _, Failed.LimitReached _, Failed.Shed _ -> false;
      case Failed.Unreachable _, Failed.TimedOut _, Failed.BadAnswer _ -> false;
      case Failed.OutOfMemory _, Failed.Cancelled _, Failed.Internal _ -> false;
    };
  }
}
