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
  private final TargetModel model;
  private final Upstream upstream;
  private final Set<Operation> operations;
  private final Classifier classifier;
  private final Transport transport;

  /// @param key the credential; empty where the provider asks for none
  /// @param model what this target calls the model asked for
  /// @throws IllegalArgumentException if the provider's URL cannot be used
  public ProviderService(
      ProviderConfig config, Optional<Secret> key, TargetModel model, Transport transport) {
    this.target = config.name() + "/" + model.label();
    this.model = model;
    this.upstream = new Upstream(config, key);
    this.operations = Preset.of(config.type()).operations();
    this.classifier = new Classifier(config.type());
    this.transport = transport;
  }

  /// Its name, `provider/model`; `provider/*` where it passes on the model asked for.
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
    ByteBuf body = ModelSplice.body(call, model.of(call.model()));
    return scanner.verdict(
        transport.exchange(target, upstream.call(call, body), call.loop(), scanner));
  }
}
