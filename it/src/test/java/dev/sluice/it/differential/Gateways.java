package dev.sluice.it.differential;

import static java.util.stream.Collectors.joining;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The gateways for the cases of one client, in this process, on free ports: one that has a
/// provider and a route for each case, so that what is learned of one says nothing about another,
/// and one for each case that wants its provider to be the only one.
final class Gateways implements AutoCloseable {
  /// What the gateways ask their clients for.
  static final String KEY = "sk-inbound";

  /// What the upstream is called with.
  static final String PROVIDER_KEY = "sk-provider-of-forty-characters-0123456";

  /// Types that are asked by an interface of their own unless it is said otherwise.
  private static final Set<String> OWN_API = Set.of("anthropic", "gemini");

  private static final String HEAD =
      """
      server: {listen: "127.0.0.1:0", keys: ["%s"], drain: 1ms}
      admin: {listen: "127.0.0.1:0"}
      """
          .formatted(KEY);

  private final Deque<GatewayProcess> running = new ArrayDeque<>();
  private final Map<String, GatewayProcess> byCase = new HashMap<>();

  /// @param upstream where the provider of a case is
  Gateways(List<Case> cases, UnaryOperator<String> upstream) {
    List<Case> together = cases.stream().filter(one -> !one.shape().sole()).toList();
    start(together, upstream);
    cases.stream().filter(one -> one.shape().sole()).forEach(one -> start(List.of(one), upstream));
  }

  private void start(List<Case> cases, UnaryOperator<String> upstream) {
    String config =
        HEAD
            + cases.stream()
                .map(one -> provider(one, upstream.apply(one.name())))
                .collect(joining("", "providers:\n", ""))
            + cases.stream().map(Gateways::route).collect(joining("", "routes:\n", ""));
    try {
      Doc doc = Doc.parse("sluice.yaml", config, Map.of());
      running.push(GatewayProcess.start(ConfigFile.of(doc).config(), ProcessOptions.defaults()));
    } catch (CannotListen e) {
      close();
      throw new IllegalStateException(e);
    }
    cases.forEach(one -> byCase.put(one.name(), running.getFirst()));
  }

  private static String provider(Case one, String url) {
    String type = one.shape().provider();
    String api = OWN_API.contains(type) ? ", api: openai" : "";
    return "  \"%s\": {type: %s%s, url: \"%s\", key: %s, allow_private: true}\n"
        .formatted(one.name(), type, api, url, PROVIDER_KEY);
  }

  private static String route(Case one) {
    String models = one.shape().sole() ? "*" : one.name() + "/*";
    String stream = one.mode() == Mode.ASSEMBLED ? ", upstream_stream: always" : "";
    return "  \"%1$s\": {models: [\"%2$s\"], targets: [{provider: \"%1$s\"}]%3$s}\n"
        .formatted(one.name(), models, stream);
  }

  /// What a client takes for the provider's address.
  String url(Case one) {
    return Objects.requireNonNull(byCase.get(one.name())).url() + "/v1";
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().drainAndClose();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
