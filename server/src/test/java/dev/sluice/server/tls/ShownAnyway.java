package dev.sluice.server.tls;

import io.netty.pkitesting.X509Bundle;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// A client's choice of its certificate that does not ask whose the server accepts.
final class ShownAnyway extends X509ExtendedKeyManager {
  private static final String ONLY = "only";
  private final X509Bundle shown;

  ShownAnyway(X509Bundle shown) {
    this.shown = shown;
  }

  @Override
  public String chooseClientAlias(String[] algorithms, Principal[] issuers, Socket socket) {
    return ONLY;
  }

  @Override
  public String chooseEngineClientAlias(String[] algorithms, Principal[] issuers, SSLEngine of) {
    return ONLY;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return shown.getCertificatePath();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return shown.getKeyPair().getPrivate();
  }

  @Override
  public String[] getClientAliases(String algorithm, Principal[] issuers) {
    return new String[] {ONLY};
  }

  @Override
  public String chooseServerAlias(String algorithm, Principal[] issuers, Socket socket) {
    throw new UnsupportedOperationException("a client's");
  }

  @Override
  public String[] getServerAliases(String algorithm, Principal[] issuers) {
    throw new UnsupportedOperationException("a client's");
  }
}
