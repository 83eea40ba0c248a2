package dev.sluice.provider.auth;

import dev.sluice.provider.auth.CredentialCell.Patience;
import dev.sluice.provider.auth.RefusalSink.Refusal;
import dev.sluice.transport.WireRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The authorizer of requests that bear a token.
final class BearerAuthorizer implements Authorizer {
  private static final int UNAUTHORIZED = 401;

  private final CredentialCell<AccessToken> cell;

  BearerAuthorizer(CredentialCell<AccessToken> cell) {
    this.cell = cell;
  }

  @Override
  public @Nullable Authorized authorize(WireRequest request, BodyHash body, Patience patience)
      throws CredentialException, InterruptedException {
    AccessToken token = cell.get(patience);
    if (token == null) {
      return null;
    }
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.put("authorization", "Bearer " + token.text().reveal());
    // A client's own list of features stays, with the token's behind it.
    token.headers().forEach((name, value) -> headers.merge(name, value, BearerAuthorizer::both));
    return new Authorized(
        request.authorized(request.path(), headers), token, List.of(token.text().reveal()));
  }

  private static String both(String list, String more) {
    return list.contains(more) ? list : list + "," + more;
  }

  @Override
  public boolean renew(Authorized refused, Refusal refusal, Patience patience)
      throws InterruptedException {
    return refusal.head().status() == UNAUTHORIZED
        && refused.credential() instanceof AccessToken token
        && cell.renew(token, patience);
  }

  @Override
  public void prepare() {
    cell.prepare();
  }
}
