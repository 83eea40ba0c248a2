package dev.sluice.server.tls;

import dev.sluice.testing.RsaKeys;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// An authority for tests, whose files lie in a folder of the test.
public final class TestPki {
  private static final CertificateBuilder ANY = new CertificateBuilder().ecp256();

  private final Path folder;
  public final X509Bundle authority;

  public TestPki(Path folder) throws Exception {
    this(folder, "CN=authority");
  }

  private TestPki(Path folder, String name) throws Exception {
    this.folder = folder;
    this.authority = ANY.copy().subject(name).setIsCertificateAuthority(true).buildSelfSigned();
  }

  /// Another authority.
  public TestPki foreign() throws Exception {
    return new TestPki(folder, "CN=foreign");
  }

  /// A certificate to be built for a host.
  public static CertificateBuilder host(String name) {
    return named(ANY.copy().subject("CN=" + name), name);
  }

  /// Adds a name of a host as it is, which the builder would not take if it could not be one.
  public static CertificateBuilder named(CertificateBuilder certificate, String host) {
    try {
      byte[] names = new GeneralNames(new GeneralName(GeneralName.dNSName, host)).getEncoded();
      return certificate.addExtensionOctetString("2.5.29.17", false, names);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public X509Bundle issue(CertificateBuilder certificate) throws Exception {
    return certificate.buildIssuedBy(authority);
  }

  /// The same with a key of RSA.
  public X509Bundle issueRsa(CertificateBuilder certificate) throws Exception {
    KeyPair pair = RsaKeys.ONE.pair();
    X509Bundle issued = issue(certificate.publicKey(pair.getPublic()));
    X509Certificate[] path = issued.getCertificatePath();
    return X509Bundle.fromCertificatePath(path, authority.getCertificate(), pair);
  }

  /// The certificate of a server by its name.
  public X509Bundle server(String name) throws Exception {
    return issue(host(name));
  }

  /// Writes a text into a file of the folder.
  public Path write(String file, String text) throws IOException {
    return Files.writeString(folder.resolve(file), text);
  }

  /// The files of a pair, named after `name`.
  public ServerIdentity.Files files(String name, X509Bundle pair, String... names)
      throws IOException {
    return new ServerIdentity.Files(
        write(name + ".crt", pair.getCertificatePathPEM()),
        write(name + ".key", pair.getPrivateKeyPEM()),
        List.of(names));
  }

  public ServerIdentity identity(String name) throws Exception {
    return ServerIdentity.read(files(name, server(name)), Instant.now());
  }

  /// Trusts the certificates of this authority.
  public ClientTrust trust(boolean required, ClientTrust.NamedKey... keys) throws Exception {
    Path ca = write("ca.crt", authority.getCertificatePEM());
    var files = new ClientTrust.Files(ca, Optional.empty());
    return ClientTrust.read(files, required, List.of(keys), Instant.now());
  }

  /// A list that revokes certificates.
  @SuppressWarnings("JavaUtilDate") // what the builder takes
  public String revoking(Instant until, X509Bundle... revoked) throws Exception {
    Date now = Date.from(Instant.now());
    var list = new X509v2CRLBuilder(X500Name.getInstance(name()), now);
    list.setNextUpdate(Date.from(until));
    for (X509Bundle one : revoked) {
      BigInteger serial = one.getCertificate().getSerialNumber();
      list.addCRLEntry(serial, now, 0);
    }
    PrivateKey key = authority.getKeyPair().getPrivate();
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    return pem("X509 CRL", list.build(signer).getEncoded());
  }

  private byte[] name() {
    return authority.getCertificate().getSubjectX500Principal().getEncoded();
  }

  /// The old form of a private key: PKCS #1 or SEC 1.
  public static String oldForm(X509Bundle pair) throws IOException {
    PrivateKey key = pair.getKeyPair().getPrivate();
    ASN1Encodable inner = PrivateKeyInfo.getInstance(key.getEncoded()).parsePrivateKey();
    byte[] der = inner.toASN1Primitive().getEncoded();
    return pem(key.getAlgorithm() + " PRIVATE KEY", der);
  }

  public static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return new String(
        ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
            .getBytes(StandardCharsets.US_ASCII),
        StandardCharsets.US_ASCII);
  }

  /// A client that trusts this authority.
  ///
  /// @param shown the certificate that it shows; null for none
  public SSLContext client(@Nullable X509Bundle shown) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = shown == null ? null : new KeyManager[] {new ShownAnyway(shown)};
    context.init(keys, trusting().getTrustManagers(), null);
    return context;
  }

  /// With the certificate alone: a key in such a store is encrypted, which takes longer than a
  /// handshake.
  private TrustManagerFactory trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", authority.getCertificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    return trust;
  }

  public static Instant in(Duration time) {
    return Instant.now().plus(time);
  }
}
