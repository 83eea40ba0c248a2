package dev.sluice.cli.explain;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.cli.config.Loaded;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.report.ReportConfig;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.ClientTag;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.OtelConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.UpstreamErrors;
import dev.sluice.server.config.WebhookConfig;
import dev.sluice.server.config.value.Durations;
import dev.sluice.server.config.value.Sizes;
import dev.sluice.server.view.ConfigSection;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The configuration in force, defaults included, each value with its source; secrets are counted
/// and never shown.
public final class Settings {
  private final Loaded loaded;

  private Settings(Loaded loaded) {
    this.loaded = loaded;
  }

  /// The settings, a section for the process, for each provider and for each route.
  public static List<ConfigSection> of(Loaded loaded) {
    return new Settings(loaded).sections();
  }

  private List<ConfigSection> sections() {
    var sections = new ArrayList<ConfigSection>();
    sections.add(new ConfigSection("Process", process()));
    loaded.config().gateway().providers().forEach(provider -> sections.add(provider(provider)));
    new Explanation(loaded)
        .all()
        .forEach((name, table) -> sections.add(new ConfigSection("Route " + name, table.rows())));
    return sections;
  }

  private List<List<String>> process() {
    ServerConfig server = loaded.config().server();
    LogConfig log = loaded.config().log();
    Table table = new Table();
    row(table, ListenAddresses.text(server.listen()), "server", "listen");
    row(table, keys(server.keys()), "server", "keys");
    oldNames(table, server.oldNames());
    row(table, tags(server.tags()), "server", "tags");
    row(table, Sizes.show(server.maxBody()), "server", "max_body");
    row(table, Sizes.show(server.bodies()), "server", "bodies");
    row(table, Durations.show(server.headerTimeout()), "server", "header_timeout");
    row(table, Durations.show(server.bodyTimeout()), "server", "body_timeout");
    row(table, Durations.show(server.drain()), "server", "drain");
    row(table, ListenAddresses.text(loaded.config().admin().listen()), "admin", "listen");
    row(table, hidden(loaded.config().admin().token().isPresent()), "admin", "token");
    row(table, tokens(loaded.config().admin()), "admin", "tokens");
    row(table, loaded.config().store().map(StoreConfig::name).orElse("none"), "store");
    report(table, loaded.config().report());
    row(table, word(log.calls()), "log", "calls");
    row(table, word(log.level()), "log", "level");
    row(table, upstreamErrors(log.upstreamErrors()), "log", "upstream_errors");
    otel(table, loaded.config().otel());
    row(table, webhooks(loaded.config().webhooks()), "webhooks");
    return table.rows();
  }

  private void report(Table table, ReportConfig report) {
    row(table, share(report.failed()), "report", "failed");
    row(table, Durations.show(report.latency()), "report", "latency");
    row(table, share(report.rateLimitHits()), "report", "rate_limit_hits");
    row(table, share(report.timeouts()), "report", "timeouts");
    row(table, String.valueOf(report.retries()), "report", "retries");
    row(table, share(report.retryRate()), "report", "retry_rate");
    row(table, Durations.show(report.queueWait()), "report", "queue_wait");
    row(table, share(report.refused()), "report", "refused");
    row(table, share(report.utilisation()), "report", "utilisation");
    row(table, report.pinning() ? "on" : "off", "report", "pinning");
  }

  private static String upstreamErrors(UpstreamErrors asked) {
    if (asked.isOff()) {
      return "off";
    }
    String whose = asked.keys().isEmpty() ? "all keys" : String.join(", ", asked.keys());
    return whose + asked.time().map(time -> ", for " + Durations.show(time)).orElse("");
  }

  private static String tags(List<ClientTag> tags) {
    return tags.isEmpty()
        ? "none"
        : tags.stream().map(ClientTag::name).collect(Collectors.joining(", "));
  }

  private static String webhooks(List<WebhookConfig> webhooks) {
    return webhooks.isEmpty()
        ? "none"
        : webhooks.stream().map(WebhookConfig::name).collect(Collectors.joining(", "));
  }

  private void otel(Table table, OtelConfig otel) {
    row(table, otel.endpoint().map(URI::toString).orElse("as OTEL_* say"), "otel", "endpoint");
    row(table, hidden(!otel.headers().isEmpty()), "otel", "headers");
    row(table, otel.sample().map(Settings::share).orElse("as OTEL_* say"), "otel", "sample");
    row(table, Durations.show(otel.slow()), "otel", "slow");
  }

  private ConfigSection provider(ProviderConfig provider) {
    String name = provider.name();
    Table table = new Table();
    set(table, "type", provider.type().configName(), "providers", name, "type");
    set(table, "url", String.valueOf(provider.url()), "providers", name, "url");
    set(table, "keys", count(provider.keys().size()), "providers", name);
    return new ConfigSection("Provider " + name, table.rows());
  }

  private void row(Table table, String value, String... keys) {
    set(table, String.join(".", keys), value, keys);
  }

  private void set(Table table, String name, String value, String... keys) {
    table.row(name, value, loaded.origin().of(keys).orElse("default"));
  }

  /// Keys that are a list alone have no place for it.
  private void oldNames(Table table, long until) {
    if (until != 0) {
      row(table, "until " + Instant.ofEpochMilli(until), "server", "keys", "old_names");
    }
  }

  private static String keys(List<ClientKey> keys) {
    return keys.isEmpty()
        ? "none: no key is asked"
        : keys.stream().map(key -> key.client().name()).collect(Collectors.joining(", "));
  }

  private static String tokens(AdminConfig admin) {
    return admin.tokens().isEmpty()
        ? "none"
        : admin.tokens().stream().map(AdminToken::name).collect(Collectors.joining(", "));
  }

  private static String hidden(boolean there) {
    return there ? "set, not shown" : "none";
  }

  private static String count(int keys) {
    return keys == 0 ? "none" : keys + ", not shown";
  }

  private static String share(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
