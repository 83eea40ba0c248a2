package dev.sluice.server.tls;

import dev.sluice.call.text.Printable;
import dev.sluice.config.pem.BadPem;
import dev.sluice.config.pem.PemText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/// A PEM file of a TLS configuration. Each of its methods reads it.
///
/// @param key the configuration's key that names the file
/// @param file its path
record PemFile(String key, Path file) {
  /// The largest file that is read, in bytes; the watch of the files tells larger ones apart no
  /// more.
  private static final int MOST = 1 << 20;

  /// The certificates of a file that has nothing else.
  ///
  /// @throws BadTlsFile if it is no regular file that can be read, or holds something else
  List<X509Certificate> certificates() throws BadTlsFile {
    return read(PemText::certificates);
  }

  /// The revocation lists of a file that has nothing else.
  ///
  /// @throws BadTlsFile as for certificates
  List<X509CRL> revocationLists() throws BadTlsFile {
    return read(PemText::revocationLists);
  }

  /// The private key of a certificate.
  ///
  /// @param certified the certificate's public key
  /// @throws BadTlsFile if there is none that fits
  PrivateKey privateKey(PublicKey certified) throws BadTlsFile {
    return read(text -> text.privateKey().of(certified));
  }

  private <T> T read(PemText.Part<T> part) throws BadTlsFile {
    try {
      return part.of(PemText.of(text()));
    } catch (BadPem e) {
      throw bad(e.told());
    }
  }

  private String text() throws BadTlsFile {
    if (!Files.exists(file)) {
      throw bad("there is no such file: write it, or correct the path");
    }
    if (!Files.isRegularFile(file)) {
      throw bad("it is no regular file: pipes, devices and folders are not read");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw bad("it is above 1MiB: keep to the blocks that are needed");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw bad("it cannot be read: let the gateway's user read it");
    }
  }

  /// What is wrong with this file.
  ///
  /// @param why what it is, and what to do
  BadTlsFile bad(String why) {
    String path = Printable.line(file.toString(), ' ');
    return new BadTlsFile(key, "cannot use '" + path + "': " + why);
  }
}
