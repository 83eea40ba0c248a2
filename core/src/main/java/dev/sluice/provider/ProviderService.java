package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Operation;
import dev.sluice.call.Outcome;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.openai.AnswerScanner;
import dev.sluice.provider.openai.Ask;
import dev.sluice.transport.Transport;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.Set;

/// A target: a model at a provider, with a credential. Sends a call there in OpenAI's dialect, with
/// the target's name of the model in its body, and asked to stream where [UpstreamStream] has it
/// so; no other byte is changed. Safe for any thread.
public final class ProviderService implements Service {
  private final String target;
  private final Optional<String> model;
  private final Upstream upstream;
  private final Set<Operation> operations;
  private final Classifier classifier;
  private final Manners manners;
  private final Transport transport;

  /// @param key the credential; empty where the provider asks for none
  /// @param model the model's name there; empty passes on the name that the call has
  /// @throws IllegalArgumentException if the provider's URL or the key cannot be used
  public ProviderService(
      ProviderConfig config,
      Optional<Secret> key,
      Optional<String> model,
      UpstreamStream stream,
      Transport transport) {
    this.target = config.name() + "/" + model.orElse("*");
    this.model = model;
    this.upstream = new Upstream(config, key);
    this.operations = Preset.of(config.type()).operations();
    this.classifier = Errors.classifier(config.type());
    this.manners = new Manners(stream, config.type());
    this.transport = transport;
  }

  /// Its name, `provider/model`; `provider/*` where it passes names on.
  public String target() {
    return target;
  }

  /// What it can be asked to do.
  public Set<Operation> operations() {
    return operations;
  }

  /// Whether an attempt at `call` is streamed from the provider to here, so that its first token
  /// and its silences are seen, whether or not the client has asked for a stream. Safe for any
  /// thread.
  public boolean streams(Call call) {
    return manners.ask(call, model(call)).stream();
  }

  private String model(Call call) {
    return model.orElse(call.model());
  }

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    Ask ask = manners.ask(call, model(call));
    if (!ask.streamsFor(call) && !ask.usageFor(call)) {
      return exchange(call, sink, ask);
    }
    OneFeed one = new OneFeed(sink);
    Outcome outcome = exchange(call, one, ask);
    return again(call, one, ask, outcome);
  }

  /// Asks again, and otherwise, as long as what was refused is how we asked. It asks for less each
  /// time, so it ends.
  private Outcome again(Call call, Sink sink, Ask asked, Outcome outcome)
      throws InterruptedException {
    if (!(outcome instanceof Failed.Refused refused)) {
      return outcome;
    }
    Optional<Ask> otherwise = manners.otherwise(call, asked, refused);
    if (otherwise.isEmpty()) {
      return outcome;
    }
    Ask instead = otherwise.get();
    Outcome second = exchange(call, sink, instead);
    if (!(second instanceof Failed.Refused)) {
      manners.learn(model(call), asked, instead);
    }
    return again(call, sink, instead, second);
  }

  private Outcome exchange(Call call, Sink sink, Ask ask) throws InterruptedException {
    AnswerScanner scanner = new AnswerScanner(sink, call, classifier, ask);
    ByteBuf body = RequestBody.of(call, model(call), ask);
    Outcome outcome =
        scanner.verdict(
            transport.exchange(
                target, upstream.call(call, body, ask.stream()), call.loop(), scanner));
    return outcome instanceof Failed why ? blamed(call, why) : outcome;
  }

  /// An account that the client has chosen with a header, and that the provider refuses, says
  /// nothing about our credential: other calls must not go without it.
  private Failed blamed(Call call, Failed why) {
    return switch (why) {
      case Failed.CredentialRefused refused ->
          upstream.account(call).map(by -> AccountFault.of(by, refused)).orElse(why);
      case Failed.Exhausted exhausted ->
          upstream.account(call).map(by -> AccountFault.of(by, exhausted)).orElse(why);
      default -> why;
    };
  }
}
