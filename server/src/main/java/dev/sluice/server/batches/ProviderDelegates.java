package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.accounts.budget.BatchAccount;
import dev.sluice.accounts.budget.BatchHold;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.Delegates;
import dev.sluice.batches.Ending;
import dev.sluice.batches.KeyUnknownException;
import dev.sluice.batches.LineCall;
import dev.sluice.batches.Tokens;
import dev.sluice.batches.delegate.RemoteBatches;
import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.provider.answer.AnswerFields;
import dev.sluice.provider.answer.AnthropicAnswers;
import dev.sluice.provider.answer.EventFields;
import dev.sluice.provider.answer.StreamEvidence;
import dev.sluice.provider.answer.UsageReport;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.config.ProviderBatches;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.edge.InnerCalls;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Gives batches to the providers of the gateway: asked by their ways as calls are, with the lines
/// as calls would send them, paid by the keys of the batches.
final class ProviderDelegates implements Delegates {
  private static final String TEAM = "team ";
  private static final String MESSAGES = "/v1/messages";
  private static final UsageReport UNTOLD =
      new UsageReport(OptionalLong.empty(), OptionalLong.empty(), 0, Usage.Parts.NONE);

  private final Supplier<InnerCalls> inner;
  private final Supplier<SluiceConfig> config;
  private final Function<Client, BatchAccount> accounts;
  private final RandomGenerator random;
  private final Map<String, Held> holds = new ConcurrentHashMap<>();

  /// What is set aside for a batch.
  ///
  /// @param known whether the budgets of its key were known then
  private record Held(BatchHold hold, boolean known) {}

  /// What is known of the batches of providers, by their names.
  private final Map<String, FirstNames> known = new ConcurrentHashMap<>();

  /// @param accounts pays for what clients' batches cost at providers
  ProviderDelegates(
      Supplier<InnerCalls> inner,
      Supplier<SluiceConfig> config,
      Function<Client, BatchAccount> accounts,
      RandomGenerator random) {
    this.inner = inner;
    this.config = config;
    this.accounts = accounts;
    this.random = random;
  }

  @Override
  public Choice choose(BatchOrder order, Set<String> models) throws KeyUnknownException {
    Optional<Client> client = known(order);
    if (client.isEmpty()) {
      return new Here("its key may not call any more");
    }
    SluiceConfig now = config.get();
    Choice choice =
        new DelegateTargets(now, inner.get()::routes).choose(order, client.get(), models);
    return choice instanceof There(String target) && !isWorth(target, client.get(), now)
        ? new Here("batches of its target are not cheaper, as far as prices say")
        : choice;
  }

  private boolean isWorth(String target, Client client, SluiceConfig now) {
    boolean auto = now.batches().filter(one -> one.delegate().mode() == Mode.AUTO).isPresent();
    return !auto || accounts.apply(client).isCheaper(target);
  }

  /// The client of a batch; empty where its key may call no more.
  private Optional<Client> known(BatchOrder order) throws KeyUnknownException {
    Optional<Client> client = client(order);
    if (client.isEmpty() && ending(order).isEmpty()) {
      throw new KeyUnknownException();
    }
    return client;
  }

  /// The client of a batch; empty where its key may not call now.
  private Optional<Client> client(BatchOrder order) {
    return inner.get().client(order.key()) instanceof Found.Admitted(Client client)
            && client.ownerName().equals(order.team())
        ? Optional.of(client)
        : Optional.empty();
  }

  @Override
  public Optional<Ending> ending(BatchOrder order) {
    return switch (inner.get().client(order.key())) {
      case Found.Admitted(Client client) ->
          client.ownerName().equals(order.team())
              ? Optional.empty()
              : Optional.of(Ending.KEY_REVOKED);
      case Found.Refused(var why) ->
          switch (why) {
            case UNKNOWN, MISTYPED, REVOKED -> Optional.of(Ending.KEY_REVOKED);
            case EXPIRED -> Optional.of(Ending.KEY_EXPIRED);
            case SUSPENDED, UNAVAILABLE, TOKEN, TOKEN_UNAVAILABLE -> Optional.empty();
          };
    };
  }

  @Override
  public long largestMemory() {
    return ServerConfig.largestBody(config.get().server().bodies());
  }

  @Override
  public Optional<RemoteBatches> at(String target) {
    SluiceConfig now = config.get();
    String name = target.substring(0, Math.max(0, target.indexOf('/')));
    return now.gateway().providers().stream()
        .filter(provider -> provider.name().equals(name))
        .filter(ProviderBatches::runsBatches)
        .findFirst()
        .map(this::batches);
  }

  private RemoteBatches batches(ProviderConfig provider) {
    var http =
        new PassThroughHttp(
            inner.get().toProviders(), ProviderBatches.name(provider.name()), largestMemory());
    String base = BaseUrl.of(provider).path();
    return switch (provider.type()) {
      case ANTHROPIC ->
          new RemoteAnthropicBatches(
              http, base, known.computeIfAbsent(provider.name(), _ -> new FirstNames()));
      case AZURE -> new RemoteOpenAiBatches(http, base, false, random);
      default -> new RemoteOpenAiBatches(http, base, true, random);
    };
  }

  @Override
  public Optional<Prepared> prepare(String target, LineCall line) throws KeyUnknownException {
    Optional<Client> client = known(line.order());
    Optional<Call> call = client.flatMap(known -> call(known, line));
    if (call.isEmpty()) {
      return Optional.empty();
    }
    Call made = call.get();
    try {
      OptionalLong worst = accounts.apply(client.get()).worst(made, target);
      return worst.isEmpty()
          ? Optional.empty()
          : Optional.of(new Prepared(body(made, line.body(), target), worst.getAsLong()));
    } finally {
      made.body().close();
    }
  }

  private Optional<Call> call(Client client, LineCall line) {
    return inner.get().make(line.id(), client, GatewayLines.head(line.order(), line), line.body());
  }

  /// The body with the target's name of the model in it.
  private static byte[] body(Call call, byte[] body, String target) {
    int from = call.facts().modelStart();
    int to = call.facts().modelEnd();
    String model = target.substring(target.indexOf('/') + 1);
    var named = new ByteArrayOutputStream(body.length + model.length());
    named.write(body, 0, from);
    named.writeBytes(JsonStrings.quote(model).getBytes(UTF_8));
    named.write(body, to, body.length - to);
    return named.toByteArray();
  }

  @Override
  public boolean hold(BatchOrder order, String batch, long worst, boolean anyway)
      throws KeyUnknownException {
    Held there = holds.get(batch);
    if (there != null && there.known()) {
      return true;
    }
    Optional<Client> client = anyway ? client(order) : known(order);
    if (there != null && client.isEmpty()) {
      return true;
    }
    BatchAccount account = accounts.apply(client.orElseGet(() -> unlimited(order)));
    Optional<BatchHold> hold =
        anyway ? Optional.of(account.holdAnyway(worst)) : account.hold(worst);
    hold.ifPresent(held -> hold(batch, new Held(held, client.isPresent())));
    return hold.isPresent();
  }

  private void hold(String batch, Held held) {
    Held before = holds.put(batch, held);
    if (before != null) {
      before.hold().close();
    }
  }

  @Override
  public void keep(String batch, long worst) {
    Held held = holds.get(batch);
    if (held != null) {
      held.hold().keep(worst);
    }
  }

  /// The client of what was done before its key was revoked, or may call less: it is the key's own,
  /// and no budget of it is known.
  private static Client unlimited(BatchOrder order) {
    String team = order.team();
    String name = team.startsWith(TEAM) ? team.substring(TEAM.length()) : "";
    return Client.of(
        new Principal(order.key(), order.key(), name, false, KeyTerms.upTo(Band.BATCH)));
  }

  @Override
  public void release(String batch) {
    Held held = holds.remove(batch);
    if (held != null) {
      held.hold().close();
    }
  }

  @Override
  public Delivered delivered(String batch, String target, LineCall line, byte[] answer) {
    Usage used = usage(line.order(), answer);
    return new Delivered(Tokens.of(used), () -> pay(batch, target, line, used));
  }

  /// Pays, whatever the key may call by now: the provider has answered.
  ///
  /// @return whether it could
  private boolean pay(String batch, String target, LineCall line, Usage used) {
    Client unlimited = unlimited(line.order());
    Client client = client(line.order()).orElse(unlimited);
    Optional<Call> call =
        call(client, line)
            .or(() -> call(unlimited, line))
            .or(() -> call(unlimited, GatewayLines.bare(line, target)));
    if (call.isEmpty()) {
      return false;
    }
    Call made = call.get();
    try {
      pay(accounts.apply(client), batch, target, made, used);
    } finally {
      made.body().close();
    }
    return true;
  }

  private void pay(BatchAccount account, String batch, String target, Call call, Usage used) {
    Held held = holds.get(batch);
    account.pay(call, target, used, held == null ? account.holdAnyway(0) : held.hold());
  }

  private static EventFields fields(BatchOrder order) {
    return order.endpoint().equals(MESSAGES)
        ? AnthropicAnswers.of(Operation.MESSAGES).events(StreamEvidence.NONE)
        : new AnswerFields();
  }

  private static Usage usage(BatchOrder order, byte[] answer) {
    EventFields fields = fields(order);
    fields.feed(answer, 0, answer.length);
    UsageReport told = fields.usage().orElse(UNTOLD);
    return new Usage(
        told.input().orElse(0),
        told.output().orElse(0),
        told.cached(),
        Usage.Told.of(told.input().isPresent(), told.output().isPresent()),
        1,
        told.parts(),
        fields.extras());
  }
}
