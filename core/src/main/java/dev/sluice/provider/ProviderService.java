package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.Operation;
import dev.sluice.call.Outcome;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.openai.AnswerScanner;
import dev.sluice.transport.Transport;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.Set;

/// A target: a model at a provider, with a credential. Sends a call there in OpenAI's dialect, with
/// the target's name of the model in its body and no other byte changed. Immutable.
public final class ProviderService implements Service {
  private final String target;
  private final Optional<String> model;
  private final Upstream upstream;
  private final Set<Operation> operations;
  private final Classifier classifier;
  private final Transport transport;

  /// @param key the credential; empty where the provider asks for none
  /// @param model the model's name there; empty passes on the name that the call has
  /// @throws IllegalArgumentException if the provider's URL or the key cannot be used
  public ProviderService(
      ProviderConfig config, Optional<Secret> key, Optional<String> model, Transport transport) {
    this.target = config.name() + "/" + model.orElse("*");
    this.model = model;
    this.upstream = new Upstream(config, key);
    this.operations = Preset.of(config.type()).operations();
    this.classifier = Errors.classifier(config.type());
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

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    AnswerScanner scanner = new AnswerScanner(sink, call, classifier);
    ByteBuf body = ModelSplice.body(call, model.orElse(call.model()));
    return scanner.verdict(
        transport.exchange(target, upstream.call(call, body), call.loop(), scanner));
  }
}
