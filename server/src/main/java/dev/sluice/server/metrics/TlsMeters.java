package dev.sluice.server.metrics;

import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.tls.Handshakes;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.ServerIdentity;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The meters of TLS: when certificates end, and how handshakes do. A listener has them once it has
/// had TLS. Changed by one thread at a time.
public final class TlsMeters {
  private static final String LISTENER = "listener";

  private final MeterRegistry registry;
  private final MultiGauge ends;
  private final Handshakes clients;
  private final Handshakes admin;

  /// The listeners whose handshakes are shown.
  private final Set<String> registered = new HashSet<>();

  /// @param clients the handshakes of the listener for clients
  /// @param admin those of the listener for operators
  public TlsMeters(MeterRegistry registry, Handshakes clients, Handshakes admin) {
    this.registry = registry;
    this.clients = clients;
    this.admin = admin;
    this.ends =
        MultiGauge.builder("sluice.tls.certificate.ends")
            .description("when a certificate ends, in seconds since 1970")
            .baseUnit("seconds")
            .register(registry);
  }

  /// Shows the certificates of a configuration.
  public void use(SluiceConfig config) {
    Map<Tags, Long> first = new LinkedHashMap<>();
    add(first, "server", config.server().tls(), clients);
    add(first, "admin", config.admin().tls(), admin);
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    first.forEach((tags, end) -> rows.add(MultiGauge.Row.of(tags, end)));
    ends.register(rows, true);
  }

  /// Of several certificates of one name the one that ends first is shown.
  private void add(
      Map<Tags, Long> first, String listener, Optional<ListenerTls> tls, Handshakes of) {
    if (tls.isEmpty()) {
      return;
    }
    if (registered.add(listener)) {
      register(listener, of);
    }
    for (ServerIdentity one : tls.get().certificates()) {
      Tags tags = Tags.of(LISTENER, listener, "name", one.name());
      first.merge(tags, one.ends().getEpochSecond(), Math::min);
    }
  }

  private void register(String listener, Handshakes of) {
    Gauge.builder("sluice.tls.handshakes.under.way", of, Handshakes::underWay)
        .description("TLS handshakes that are under way")
        .tag(LISTENER, listener)
        .register(registry);
    for (Handshakes.Result result : Handshakes.Result.values()) {
      FunctionCounter.builder("sluice.tls.handshakes", of, h -> (double) h.ended(result))
          .description("TLS handshakes, by their ends")
          .tag(LISTENER, listener)
          .tag("result", result.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }
}
