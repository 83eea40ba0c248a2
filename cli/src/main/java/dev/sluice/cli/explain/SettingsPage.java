package dev.sluice.cli.explain;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.batches.BatchesConfig;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.batches.s3.S3Config;
import dev.sluice.call.text.EnumWords;
import dev.sluice.cli.config.Loaded;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Sizes;
import dev.sluice.report.ReportConfig;
import dev.sluice.server.client.ClientTag;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.OidcConfig;
import dev.sluice.server.config.OtelConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.UpstreamErrors;
import dev.sluice.server.config.WebhookConfig;
import dev.sluice.server.proxy.AddressRange;
import dev.sluice.server.tls.ClientTrust;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.ServerIdentity;
import dev.sluice.server.view.ConfigSection;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The sections of the dashboard's page that shows the configuration in force, defaults included,
/// each value with its source. Secrets are never shown.
public final class SettingsPage {
  private final Loaded loaded;

  private SettingsPage(Loaded loaded) {
    this.loaded = loaded;
  }

  /// The settings, a section for the process, for each provider and for each route.
  public static List<ConfigSection> of(Loaded loaded) {
    return new SettingsPage(loaded).sections();
  }

  private List<ConfigSection> sections() {
    var sections = new ArrayList<ConfigSection>();
    sections.add(new ConfigSection("Process", process()));
    loaded
        .config()
        .admin()
        .people()
        .ifPresent(oidc -> sections.add(new ConfigSection("People", people(oidc))));
    loaded.config().gateway().providers().forEach(provider -> sections.add(provider(provider)));
    new Explanation(loaded)
        .all()
        .forEach((name, table) -> sections.add(new ConfigSection("Route " + name, table.rows())));
    return sections;
  }

  private void batches(Table table, BatchesConfig batches) {
    row(table, String.valueOf(batches.lines()), "batches", "lines");
    row(table, Durations.show(batches.window()), "batches", "window");
    row(table, String.valueOf(batches.waiting()), "batches", "waiting");
    row(table, EnumWords.of(batches.delegate().mode()), "batches", "delegate");
    row(table, Durations.show(batches.delegate().poll()), "batches", "poll");
  }

  private void files(Table table, FilesConfig files) {
    row(table, files.folder().toAbsolutePath().normalize().toString(), "files", "folder");
    row(table, String.valueOf(files.shared()), "files", "shared");
    row(table, hidden(files.key().isPresent()), "files", "key");
    row(table, Sizes.show(files.largest()), "files", "largest");
    row(table, Sizes.show(files.quota()), "files", "quota");
    row(table, Durations.show(files.retention()), "files", "retention");
    String free = files.free().isPresent() ? Sizes.show(files.free().getAsLong()) : "usual";
    row(table, free, "files", "free");
    files.s3().ifPresent(s3 -> s3(table, s3));
  }

  private void s3(Table table, S3Config s3) {
    row(table, s3.url().toString(), "files", "s3", "url");
    row(table, s3.bucket(), "files", "s3", "bucket");
    row(table, s3.region(), "files", "s3", "region");
    row(table, s3.prefix().isEmpty() ? "none" : s3.prefix(), "files", "s3", "prefix");
    row(table, String.valueOf(s3.pathStyle()), "files", "s3", "path_style");
    row(table, s3.auth().proofSource(), "files", "s3", "auth");
    String proxy = s3.way().proxy().map(ProxyConfig::address).orElse("none");
    row(table, proxy, "files", "s3", "proxy");
    row(table, s3.way().tls().map(Object::toString).orElse("the system's"), "files", "s3", "tls");
  }

  private List<List<String>> process() {
    ServerConfig server = loaded.config().server();
    LogConfig log = loaded.config().log();
    Table table = new Table();
    row(table, ListenAddresses.text(server.listen()), "server", "listen");
    row(table, keys(server), "server", "keys");
    oldNames(table, server.oldNames());
    row(table, names(server.tags(), ClientTag::name), "server", "tags");
    row(table, Sizes.show(server.maxBody()), "server", "max_body");
    row(table, Sizes.show(server.bodies()), "server", "bodies");
    row(table, Durations.show(server.headerTimeout()), "server", "header_timeout");
    row(table, Durations.show(server.bodyTimeout()), "server", "body_timeout");
    row(table, Durations.show(server.drain().delay()), "server", "drain_delay");
    row(table, Durations.show(server.drain().patience()), "server", "drain");
    row(table, String.valueOf(server.http2().offered()), "server", "http2");
    row(table, String.valueOf(server.http2().clearText()), "server", "h2c");
    tls(table, server.tls(), "server");
    row(table, names(server.proxies().ranges(), AddressRange::toString), "server", "proxies");
    row(table, server.proxies().protocol() ? "on" : "off", "server", "proxy_protocol");
    row(table, ListenAddresses.text(loaded.config().admin().listen()), "admin", "listen");
    row(table, hidden(loaded.config().admin().token().isPresent()), "admin", "token");
    row(table, names(loaded.config().admin().tokens(), AdminToken::name), "admin", "tokens");
    tls(table, loaded.config().admin().tls(), "admin");
    row(table, loaded.config().store().map(StoreConfig::name).orElse("none"), "store");
    loaded.config().files().ifPresent(files -> files(table, files));
    loaded.config().batches().ifPresent(batches -> batches(table, batches));
    report(table, loaded.config().report());
    row(table, EnumWords.of(log.calls()), "log", "calls");
    row(table, EnumWords.of(log.level()), "log", "level");
    row(table, upstreamErrors(log.upstreamErrors()), "log", "upstream_errors");
    otel(table, loaded.config().otel());
    row(table, names(loaded.config().webhooks(), WebhookConfig::name), "webhooks");
    return table.rows();
  }

  private List<List<String>> people(OidcConfig oidc) {
    Table table = new Table();
    new PeopleLines(loaded.origin(), oidc).addTo(table);
    return table.rows();
  }

  private void tls(Table table, Optional<ListenerTls> tls, String listener) {
    String certificates =
        names(tls.map(ListenerTls::certificates).orElse(List.of()), SettingsPage::certificate);
    row(table, certificates, listener, "tls");
    tls.flatMap(ListenerTls::clients)
        .ifPresent(of -> row(table, clients(of), listener, "tls", "clients"));
  }

  private static String certificate(ServerIdentity one) {
    String names = one.names().isEmpty() ? one.name() : String.join(", ", one.names());
    return names + " until " + one.ends();
  }

  private static String clients(ClientTrust clients) {
    String of =
        clients.authorities().stream()
            .map(one -> one.getSubjectX500Principal().getName())
            .collect(Collectors.joining("; "));
    return (clients.required() ? "required of " : "accepted of ") + of;
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

  private static String upstreamErrors(UpstreamErrors errors) {
    if (errors.isOff()) {
      return "off";
    }
    String keys = errors.keys().isEmpty() ? "all keys" : String.join(", ", errors.keys());
    return keys + errors.time().map(time -> ", for " + Durations.show(time)).orElse("");
  }

  private void otel(Table table, OtelConfig otel) {
    row(table, otel.endpoint().map(URI::toString).orElse("as OTEL_* say"), "otel", "endpoint");
    row(table, hidden(!otel.headers().isEmpty()), "otel", "headers");
    row(table, otel.sample().map(SettingsPage::share).orElse("as OTEL_* say"), "otel", "sample");
    row(table, Durations.show(otel.slow()), "otel", "slow");
    row(table, otel.names() == OtelConfig.Names.LATEST ? "latest" : "1.36", "otel", "names");
    row(table, otel.service().orElse("as OTEL_* say"), "otel", "service");
  }

  private ConfigSection provider(ProviderConfig provider) {
    String name = provider.name();
    Table table = new Table();
    set(table, "type", provider.type().configName(), "providers", name, "type");
    set(table, "url", String.valueOf(provider.url()), "providers", name, "url");
    set(table, "keys", count(provider.keys().size()), "providers", name);
    new WayOutLines(loaded.origin(), provider).addTo(table);
    return new ConfigSection("Provider " + name, table.rows());
  }

  private void row(Table table, String value, String... keys) {
    set(table, String.join(".", keys), value, keys);
  }

  private void set(Table table, String name, String value, String... keys) {
    table.row(name, value, loaded.origin().of(keys).orElse("default"));
  }

  /// `old_names` exists only where `server.keys` is a mapping, else there is no row of it.
  private void oldNames(Table table, long until) {
    if (until != 0) {
      row(table, "until " + Instant.ofEpochMilli(until), "server", "keys", "old_names");
    }
  }

  private static String keys(ServerConfig server) {
    if (server.keys().isEmpty()) {
      return server.stored() ? "those in the store" : "none: no key is asked";
    }
    String names = names(server.keys(), key -> key.client().name());
    return server.stored() ? names + ", and those in the store" : names;
  }

  private static <T> String names(List<T> things, Function<T, String> name) {
    return things.isEmpty() ? "none" : things.stream().map(name).collect(Collectors.joining(", "));
  }

  private static String hidden(boolean isSet) {
    return isSet ? "set, not shown" : "none";
  }

  private static String count(int keys) {
    return keys == 0 ? "none" : keys + ", not shown";
  }

  private static String share(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
  }
}
