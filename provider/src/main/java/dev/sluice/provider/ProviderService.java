package dev.sluice.provider;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.config.ConfigNames;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.AnswerScanner;
import dev.sluice.provider.answer.AssembledAnswer;
import dev.sluice.provider.answer.Dialect;
import dev.sluice.provider.answer.StreamEvidence;
import dev.sluice.provider.answer.UpstreamOptions;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.stored.HeldState;
import dev.sluice.provider.stored.StateIds;
import dev.sluice.transport.Transport;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import java.util.Set;

/// A target: a model at a provider, with a credential. The service sends a call there in the
/// dialect that it came in, with the target's name of the model in its body, and asks for a stream
/// where [UpstreamStream] has it so; no other byte is changed. An answer whose stream says too
/// little is asked for whole, within the same attempt; an answer for which memory is scarce is not
/// asked to stream. Safe for any thread.
public final class ProviderService implements Service {
  private final ProviderConfig config;
  private final BillLabels labels;
  private final String target;
  private final Optional<String> model;
  private final Upstream upstream;
  private final boolean vertex;
  private final Set<Operation> operations;
  private final HeldState held;
  private final Dialect dialect;
  private final Classifier classifier;
  private final StreamNegotiation negotiation;
  private final MemoryBudget memory;
  private final Transport transport;
  private final Clock clock;

  /// What the services of all targets have in common.
  ///
  /// @param memory for answers that have to be held
  /// @param clock times the attempts
  /// @param marks whether the names of what a provider holds have to say where that is, since other
  ///   accounts hold something as well; to a call with an owner they always do
  public record Dependencies(MemoryBudget memory, Transport transport, Clock clock, boolean marks) {

    /// These dependencies with another transport.
    public Dependencies over(Transport other) {
      return new Dependencies(memory, other, clock, marks);
    }
  }

  /// @param key the credential; empty where the provider asks for none
  /// @param model the model's name there; empty passes on the name that the call has
  /// @param trust what is known of the provider's streams
  /// @param classifier of the provider's errors
  /// @throws IllegalArgumentException if the provider's URL or the key cannot be used
  public ProviderService(
      ProviderConfig config,
      Optional<Secret> key,
      Optional<String> model,
      UpstreamStream stream,
      StreamTrust trust,
      Classifier classifier,
      Dependencies dependencies) {
    this.config = config;
    this.labels = BillLabels.of(config);
    this.target = config.name() + "/" + model.orElse("*");
    this.model = model;
    this.upstream = new Upstream(config, key);
    this.vertex = config.type() == ProviderType.VERTEX;
    this.operations =
        ConfigNames.isPassThrough(model.orElse(""))
            ? Set.of(Operation.PASS_THROUGH)
            : Preset.of(config).operations();
    this.held = new HeldState(new StateIds(config, key), dependencies.marks());
    this.dialect = Dialect.of(config);
    this.classifier = classifier;
    this.negotiation = new StreamNegotiation(stream, config.type(), trust);
    this.memory = dependencies.memory();
    this.transport = dependencies.transport();
    this.clock = dependencies.clock();
  }

  /// The name of the target: `provider/model`; `provider/*` where it passes names on.
  public String target() {
    return target;
  }

  /// The operations that the target serves.
  public Set<Operation> operations() {
    return operations;
  }

  /// The origins in the names of what the target's account holds.
  public Set<String> origins() {
    return held.ids().origins();
  }

  /// Returns the provider's words as clients may see them: bounded, and without the operator's own
  /// data. Safe for any thread.
  public String shown(String words) {
    return classifier.shown(words, "the provider's words cannot be shown");
  }

  /// Whether an attempt at `call` is streamed from the provider to here, so that its first token
  /// and its silences are seen, whether or not the client has asked for a stream. Safe for any
  /// thread.
  public boolean streams(Call call) {
    return negotiation.options(call, model(call)).stream();
  }

  private String model(Call call) {
    return model.orElse(call.model());
  }

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    Optional<Failed> missing = held.missing(call);
    if (missing.isPresent()) {
      return missing.get();
    }
    Exchange first = first(call, sink);
    return behind(first, first.send());
  }

  /// Makes the first exchange of an attempt. This is a method of its own, since [#send] waits for
  /// as long as the exchange takes.
  private Exchange first(Call call, Sink sink) {
    UpstreamOptions options = negotiation.options(call, model(call));
    Call.Trace trace = call.trace().hasSpan() ? call.trace() : Call.Trace.NONE;
    Sink to = AddedBound.of(config, call).map(bound -> bound.telling(sink)).orElse(sink);
    var attempt = new Attempt(new AttemptInfo(call, target, trace, clock), to);
    if (negotiation.maySkipStream(call, options) && memory.tight(call.hints().caller())) {
      attempt.info().asksForWhole();
      return new Exchange(call, UpstreamOptions.asItIs(call), attempt);
    }
    return new Exchange(call, options, attempt);
  }

  /// Makes the exchanges behind the first one, where its answer says that there must be some.
  private Outcome behind(Exchange first, Outcome outcome) throws InterruptedException {
    if (first.attempt.info().isWhole()) {
      return outcome;
    }
    return first.fellShort() ? whole(first) : again(first, outcome);
  }

  /// An attempt, which may take several exchanges.
  ///
  /// @param sink takes the answer
  private record Attempt(AttemptInfo info, Sink sink) {}

  /// Asks for the whole answer, after a stream has said less than that and nothing of it has been
  /// passed on. A target whose stream is short has not failed the call.
  private Outcome whole(Exchange streamed) throws InterruptedException {
    Call call = anotherQuestion(streamed.call);
    streamed.attempt.info().asksForWhole();
    Exchange whole = new Exchange(call, UpstreamOptions.asItIs(call), streamed.attempt);
    Outcome outcome = whole.send();
    negotiation.compare(call, model(call), streamed.shown, whole.shown);
    return outcome;
  }

  /// A copy of the call without the headers by which a provider knows a repeat, since the body is
  /// another one.
  private static Call anotherQuestion(Call call) {
    return call.with(call.id(), call.facts(), call.body(), call.deadline(), call.hints());
  }

  /// Repeats the request with other options as long as the refusal is about the gateway's own
  /// options. Each repeat asks for less, so the recursion ends.
  private Outcome again(Exchange before, Outcome outcome) throws InterruptedException {
    if (!(outcome instanceof Failed.Refused refused)) {
      return outcome;
    }
    Call call = before.call;
    Optional<UpstreamOptions> otherwise = negotiation.otherwise(call, before.options, refused);
    if (otherwise.isEmpty()) {
      return outcome;
    }
    UpstreamOptions instead = otherwise.get();
    if (before.options.stream() && !instead.stream()) {
      before.attempt.info().asksForWhole();
    }
    var second = new Exchange(anotherQuestion(call), instead, before.attempt);
    Outcome answer = second.send();
    if (answer instanceof Answered) {
      negotiation.learn(model(call), before.options, instead);
    }
    return again(second, answer);
  }

  /// The failure of an account that the client has chosen with a header. What the provider refuses
  /// or limits there says nothing about the operator's credential: other calls must not go without
  /// it, nor wait.
  private static Failed blamed(String chosenBy, Failed why) {
    return switch (why) {
      case Failed.CredentialRefused refused -> AccountFault.of(chosenBy, refused);
      case Failed.Exhausted exhausted -> AccountFault.of(chosenBy, exhausted);
      case Failed.Throttled throttled -> AccountFault.of(chosenBy, throttled);
      case Failed.Overloaded(int status, _, String message) ->
          new Failed.Overloaded(status, Optional.empty(), message);
      default -> why;
    };
  }

  /// One request to the provider, and its outcome.
  private final class Exchange {
    private final Call call;
    private final UpstreamOptions options;
    private final Attempt attempt;
    private StreamEvidence shown = StreamEvidence.NONE;
    private boolean fellShort;

    Exchange(Call call, UpstreamOptions options, Attempt attempt) {
      this.call = call;
      this.options = options;
      this.attempt = attempt;
    }

    /// Sends the request, and waits: the frame of this method holds for as long what is needed
    /// behind the wait, and little else.
    Outcome send() throws InterruptedException {
      Reservation held = held();
      try {
        AnswerScanner scanner = scanner(held);
        return judged(transport.exchange(attempt.info(), request(), call.loop(), scanner), scanner);
      } finally {
        held.close();
      }
    }

    private Reservation held() {
      return options.stream()
          ? memory.reserve(MemoryBudget.Use.ANSWER, call.hints().caller())
          : Reservation.NONE;
    }

    /// Whether the request is for a path that the client chooses.
    private boolean isPassedThrough() {
      return call.operation() == Operation.PASS_THROUGH;
    }

    /// Makes the scanner of the answer. The limits of an account that the client has chosen are not
    /// those of the credential, nor are those of a path that it has chosen those of the models; the
    /// headers that state them reach the client.
    private AnswerScanner scanner(Reservation held) {
      return new AnswerScanner(
          attempt.sink(),
          attempt.info(),
          call,
          classifier,
          options,
          answers(),
          upstream.account(call).isEmpty() && !isPassedThrough(),
          held);
    }

    private WireRequest request() {
      String model = model(call);
      if (isPassedThrough()) {
        return upstream.passThrough(call, PassedThrough.body(call));
      }
      ByteBuf body =
          call.facts().state().resource().isPresent()
              ? Unpooled.EMPTY_BUFFER
              : UpstreamBody.of(call, model, options, vertex, last());
      return upstream.call(call, model, body, options.stream());
    }

    /// Returns what the body has behind its client's own members.
    private String last() {
      String bound = AddedBound.of(config, call).map(AddedBound::json).orElse("");
      return bound + labels.json(call);
    }

    private Outcome judged(Outcome outcome, AnswerScanner scanner) throws InterruptedException {
      shown = scanner.evidence();
      fellShort = negotiation.fellShort(call, model(call), options, shown);
      Outcome verdict = scanner.verdict(outcome);
      if (verdict instanceof Failed why) {
        Failed own = isPassedThrough() ? PassedThrough.blamed(why) : upstream.ofSession(why);
        Optional<String> account = upstream.account(call);
        return HeldState.named(account.isPresent() ? blamed(account.get(), own) : own, call);
      }
      Optional<AssembledAnswer> large = scanner.large();
      return large.isPresent()
          ? new PacedAnswer(call, attempt.info(), attempt.sink(), large.get()).run()
          : verdict;
    }

    private AnswerDialect answers() {
      return dialect.answers(
          call,
          options,
          negotiation.assembly(call, options),
          held.marks(call),
          classifier.redaction()::json);
    }

    /// Whether the answer was streamed for the gateway alone, and says less than a whole one.
    boolean fellShort() {
      return fellShort;
    }
  }
}
