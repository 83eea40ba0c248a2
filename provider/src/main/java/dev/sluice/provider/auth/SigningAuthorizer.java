package dev.sluice.provider.auth;

import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.auth.CredentialCell.Patience;
import dev.sluice.provider.auth.RefusalSink.Refusal;
import dev.sluice.transport.WireRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The authorizer of requests that AWS' keys sign. The host is signed as the transport sends it, so
/// that a private endpoint is signed by its own name.
final class SigningAuthorizer implements Authorizer {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final CredentialCell<AwsKeys> cell;
  private final SigV4 signer;
  private final CredentialClock clock;
  private final WorkerPool workers;

  /// What a request was signed with.
  ///
  /// @param slow the error of the clock as it was known then, in milliseconds
  private record Signed(AwsKeys keys, long slow) {}

  /// @param workers hash bodies that would hold an event loop for too long
  SigningAuthorizer(
      CredentialCell<AwsKeys> cell, SigV4 signer, CredentialClock clock, WorkerPool workers) {
    this.cell = cell;
    this.signer = signer;
    this.clock = clock;
    this.workers = workers;
  }

  @Override
  public @Nullable Authorized authorize(WireRequest request, BodyHash body, Patience patience)
      throws CredentialException, InterruptedException {
    AwsKeys keys = cell.get(patience);
    if (keys == null) {
      return null;
    }
    String type = request.headers().getOrDefault("content-type", "");
    String path = SigV4.plain(request.path());
    var what =
        new SigV4.Request(
            request.method(),
            host(request.origin()),
            path,
            type.isEmpty() ? Map.of() : Map.of("content-type", type),
            body.hex(workers));
    Map<String, String> headers = new HashMap<>(request.headers());
    long slow = clock.slow();
    headers.putAll(signer.sign(what, keys, clock.now()));
    return new Authorized(request.authorized(path, headers), new Signed(keys, slow), secrets(keys));
  }

  private static List<String> secrets(AwsKeys keys) {
    String session = keys.session().map(Secret::reveal).orElse("");
    return List.of(keys.id().reveal(), keys.secret().reveal(), session);
  }

  private static String host(Origin origin) {
    String name = origin.host().indexOf(':') < 0 ? origin.host() : "[" + origin.host() + "]";
    int usual = origin.tls() ? HTTPS : HTTP;
    return origin.port() == usual ? name : name + ":" + origin.port();
  }

  @Override
  public boolean renew(Authorized refused, Refusal refusal, Patience patience)
      throws InterruptedException {
    AwsRefusal said = AwsRefusal.of(refusal);
    if (!(refused.credential() instanceof Signed signed) || !said.isOfCredential()) {
      return false;
    }
    boolean corrected = said.isOfClock() && correctsClock(signed, refusal);
    return corrected || cell.renew(signed.keys, patience);
  }

  private boolean correctsClock(Signed signed, Refusal refusal) {
    clock.learn(refusal.head().headers().getOrDefault("date", ""));
    return clock.isOtherThan(signed.slow);
  }

  @Override
  public void prepare() {
    cell.prepare();
  }
}
