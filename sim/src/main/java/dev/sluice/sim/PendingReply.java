package dev.sluice.sim;

import dev.sluice.sim.dialect.Shape;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import dev.sluice.sim.wire.ReplyDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The facts that become known about a call while it is answered; then the answer. Confined to its
/// loop.
final class PendingReply implements ReplyDelivery {
  private static final int ERRORS = 400;

  private final ReceivedRequest request;
  private final String id;
  private final Recorded recorded;
  private final List<Header> headers = new ArrayList<>(16);

  private String model = "";
  private @Nullable FaultCall fault;
  private @Nullable LongSupplier settle;
  private boolean free = true;
  private long input;
  private long cached;
  private @Nullable HttpReply reply;
  private Runnable afterwards = () -> {};

  PendingReply(ReceivedRequest request, String id, Recorded recorded) {
    this.request = request;
    this.id = id;
    this.recorded = recorded;
    headers.add(new Header("x-request-id", "req_" + id));
    headers.add(new Header("openai-organization", "org-simulated"));
    headers.add(new Header("openai-version", "2020-10-01"));
  }

  /// A part of every identifier in the answer.
  String id() {
    return id;
  }

  /// The headers of every answer; may be added to.
  List<Header> headers() {
    return headers;
  }

  void model(String name) {
    model = name;
  }

  void strike(@Nullable FaultCall by) {
    fault = by;
  }

  /// Notes what is to be done when the answer is over.
  void then(Runnable what) {
    afterwards = what;
  }

  @Nullable FaultCall fault() {
    return fault;
  }

  Shape shape() {
    return fault == null ? Shape.TRUE : fault.shape();
  }

  /// Notes that the call was admitted.
  ///
  /// @param settling gives back what the call was granted, and tells how many tokens were written
  void granted(LongSupplier settling) {
    settle = settling;
  }

  /// Notes that the call's input has been read.
  ///
  /// @param cost in tokens at the full price
  void reads(long input, long cached, double cost) {
    this.cached = cached;
    recorded.read(input, cached, cost);
  }

  /// Notes that the answer is made, and is to be paid for.
  ///
  /// @param input tokens
  /// @param free whether it costs nothing
  void billed(long input, boolean free) {
    this.input = input;
    this.free = free;
  }

  PendingReply with(HttpReply made) {
    reply = made;
    int status = made.head().cut() == 0 ? 0 : made.head().status();
    recorded.began(request, model, status, fault);
    return this;
  }

  @Override
  public HttpReply reply() {
    return Objects.requireNonNull(reply);
  }

  @Override
  public void ended(Finish finish) {
    if (settle != null) {
      bill(finish, settle.getAsLong());
    }
    recorded.ended(finish);
    afterwards.run();
  }

  /// Errors are free. A client that leaves stops the model: of a whole answer that was not sent the
  /// input alone is paid for.
  private void bill(Finish how, long written) {
    boolean left = how == Finish.LEFT || reply().head().isCut();
    boolean stopped = left && !reply().isStream();
    if (!free && reply().head().status() < ERRORS) {
      recorded.billed(model, new Recorded.Bill(1, input, cached, stopped ? 0 : written));
    }
  }
}
