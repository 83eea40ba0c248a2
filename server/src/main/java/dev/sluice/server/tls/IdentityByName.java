package dev.sluice.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// The choice of a listener's certificate by the host that a client names (SNI, RFC 6066): one for
/// that name, else one with `*` for it, else the first of all. Several of one name differ in their
/// algorithms. Immutable.
final class IdentityByName extends X509ExtendedKeyManager {
  private final List<ServerIdentity> identities;

  IdentityByName(List<ServerIdentity> identities) {
    this.identities = List.copyOf(identities);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String algorithm, Principal @Nullable [] issuers, SSLEngine engine) {
    String host = host(engine);
    List<Integer> candidates = of(host);
    candidates = candidates.isEmpty() ? of(HostNames.wildcard(host)) : candidates;
    return (candidates.isEmpty() ? List.of(0) : candidates)
        .stream()
            .filter(at -> identities.get(at).key().getAlgorithm().equals(algorithm))
            .map(String::valueOf)
            .findFirst()
            .orElse(null);
  }

  private List<Integer> of(String name) {
    return IntStream.range(0, identities.size())
        .filter(at -> identities.get(at).names().contains(name))
        .boxed()
        .toList();
  }

  /// The host that a client names, empty for none.
  private static String host(SSLEngine engine) {
    return engine.getHandshakeSession() instanceof ExtendedSSLSession session
        ? session.getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> HostNames.plain(((SNIHostName) name).getAsciiName()))
            .findFirst()
            .orElse("")
        : "";
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return identities.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return identities.get(Integer.parseInt(alias)).key();
  }

  // A server has engines alone.

  @Override
  public @Nullable String chooseServerAlias(
      String algorithm, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String algorithm, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] algorithms, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String algorithm, Principal @Nullable [] issuers) {
    return null;
  }
}
