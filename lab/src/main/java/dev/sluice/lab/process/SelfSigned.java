package dev.sluice.lab.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for localhost that nobody has issued, made with the JDK's keytool.
///
/// @param cert its PEM file
/// @param key that of its key
/// @param client a client that trusts it
public record SelfSigned(Path cert, Path key, SSLContext client) {
  private static final String PASSWORD = "changeit";

  /// Makes one.
  ///
  /// @param folder for its files
  public static SelfSigned make(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("lab.p12");
    keytool(file);
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      byte[] cert = store.getCertificate("lab").getEncoded();
      byte[] key = store.getKey("lab", PASSWORD.toCharArray()).getEncoded();
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store(store));
      SSLContext client = SSLContext.getInstance("TLS");
      client.init(null, trust.getTrustManagers(), null);
      return new SelfSigned(
          pem(folder.resolve("lab.crt"), "CERTIFICATE", cert),
          pem(folder.resolve("lab.key"), "PRIVATE KEY", key),
          client);
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate can be made: " + e.getMessage(), e);
    }
  }

  /// A store that trusts the certificate, without its key.
  private static KeyStore store(KeyStore with) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("lab", with.getCertificate("lab"));
    return trusted;
  }

  private static void keytool(Path file) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var _ =
        CommandOutput.text(
            tool,
            "-J-XX:TieredStopAtLevel=1",
            "-J-XX:+UseSerialGC",
            "-genkeypair",
            "-alias",
            "lab",
            "-dname",
            "CN=lab",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-ext",
            "san=dns:localhost",
            "-ext",
            "bc:c",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
  }

  private static Path pem(Path file, String label, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder().encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
  }
}
