package dev.sluice.server.config.reader;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.report.ReportConfig;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.MoneyConfig;
import dev.sluice.server.config.OtelConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.WebhookConfig;
import dev.sluice.server.config.value.ModelTableText;
import dev.sluice.server.config.value.Type;
import dev.sluice.server.config.value.Types;
import dev.sluice.server.config.yaml.Doc;
import dev.sluice.server.config.yaml.FilePosition;
import dev.sluice.server.config.yaml.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A configuration file that is in order.
///
/// @param config what it says
/// @param doc where it says so
public record ConfigFile(SluiceConfig config, Doc doc) {
  private static final Type<Boolean> WATCH =
      Types.oneOf(Map.of("on_request", false, "watch", true));

  /// Reads and checks a file.
  ///
  /// @param env what `${env:NAME}` refers to
  /// @throws dev.sluice.server.config.yaml.ConfigException with everything that is wrong with it
  public static ConfigFile load(String file, Map<String, String> env) {
    return of(Doc.load(file, env));
  }

  /// Reads and checks a file again, by the rules of [Doc#reload].
  ///
  /// @param reads notified of each file before it is read
  /// @throws dev.sluice.server.config.yaml.ConfigException with everything that is wrong with it
  public static ConfigFile reload(String file, Map<String, String> env, Consumer<Path> reads) {
    return of(Doc.reload(file, env, reads));
  }

  /// Checks a document.
  ///
  /// @throws dev.sluice.server.config.yaml.ConfigException with everything that is wrong with it
  public static ConfigFile of(Doc doc) {
    ForeignFile.refuse(doc);
    SluiceConfig config = doc.read(ConfigFile::read);
    UnmatchedPatterns.note(config, doc);
    return new ConfigFile(config, doc);
  }

  /// The position of the value under these keys; empty if it is a default.
  public Optional<FilePosition> position(String... keys) {
    return doc.position(keys);
  }

  private static SluiceConfig read(Section root) {
    Optional<StoreConfig> store = StoreReader.read(root);
    ServerConfig server = root.in("server", in -> ServerReader.server(in, store.isPresent()));
    AdminConfig admin = root.in("admin", in -> ServerReader.admin(in, server.listen()));
    ReportConfig report = root.in("report", ReportReader::read);
    LogConfig log = root.in("log", LogReader::read);
    OtelConfig otel = root.in("otel", OtelReader::read);
    boolean watch = root.get("reload", WATCH, false);
    MoneyConfig money = MoneyReader.read(root);
    List<WebhookConfig> webhooks = WebhookReader.read(root);
    return new SluiceConfig(
        server, admin, gateway(root), report, log, otel, watch, store, money, webhooks);
  }

  private static GatewayConfig gateway(Section root) {
    Map<String, QuotaConfig> quotas = new HashMap<>();
    List<ProviderConfig> providers =
        root.named("providers", (name, in) -> ProviderReader.read(name, in, quotas));
    List<HeaderPattern> forwarded = new ArrayList<>();
    RoutePolicy policy = root.in("defaults", in -> defaults(in, forwarded));
    RouteReader reader = new RouteReader(root.names("providers"), policy);
    List<RouteConfig> routes = root.named("routes", reader::read);
    Map<String, Integer> tenants = QueueReader.tenants(root);
    if (!root.has("providers")) {
      root.fail("has no providers: add `providers: {openai: {type: openai, key: ...}}`");
    }
    return new GatewayConfig(
        providers.stream().map(provider -> provider.forwarding(forwarded)).toList(),
        routes,
        !root.has("routes"),
        quotas,
        tenants,
        root.get("models", new ModelTableText(), ""));
  }

  /// @param forwarded gets the headers that pass to every provider
  private static RoutePolicy defaults(Section in, List<HeaderPattern> forwarded) {
    forwarded.addAll(ForwardHeaders.read(in));
    return PolicyReader.read(in, RoutePolicy.defaults());
  }
}
