package dev.sluice.server.reload;

import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.ServerIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A look at the certificates of the listeners that tells once a day of those which end soon. Used
/// by one thread.
final class EndingCertificates {
  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration EACH = Duration.ofDays(1);

  private final Consumer<String> told;
  private Instant next = Instant.MIN;

  /// @param told notified of each certificate that ends soon, with the remedy
  EndingCertificates(Consumer<String> told) {
    this.told = told;
  }

  /// Looks, if a day has gone since it has told of one.
  void look(SluiceConfig config, Instant now) {
    if (!now.isBefore(next)) {
      boolean ofServer = look("server.tls", config.server().tls(), now);
      boolean ofAdmin = look("admin.tls", config.admin().tls(), now);
      next = ofServer || ofAdmin ? now.plus(EACH) : Instant.MIN;
    }
  }

  private boolean look(String at, Optional<ListenerTls> tls, Instant now) {
    boolean any = false;
    for (ServerIdentity one : tls.map(ListenerTls::certificates).orElse(List.of())) {
      if (one.ends().isBefore(now.plus(SOON))) {
        any = true;
        told.accept(
            "%s: the certificate for %s %s %s: renew it in %s"
                .formatted(
                    at,
                    one.name(),
                    one.ends().isBefore(now) ? "has ended on" : "ends on",
                    one.ends(),
                    one.files().cert()));
      }
    }
    return any;
  }
}
