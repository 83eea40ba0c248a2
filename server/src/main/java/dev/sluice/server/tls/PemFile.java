package dev.sluice.server.tls;

import dev.sluice.call.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of PEM blocks (RFC 7468). What stands between the blocks is left out, as tools write
/// their own words there.
///
/// @param key the configuration's key that names the file
/// @param file its path
/// @param blocks in its order
record PemFile(String key, Path file, List<Block> blocks) {
  static final String CERTIFICATE = "CERTIFICATE";

  /// The largest file that is read, in bytes; the watch of the files tells larger ones apart no
  /// more.
  private static final int MOST = 1 << 20;

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");

  /// One block.
  ///
  /// @param label what it is said to be
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Block(String label, byte[] der) {}

  /// Reads a file.
  ///
  /// @throws BadTlsFile if it is no regular file that can be read, or has no whole block
  static PemFile read(String key, Path file) throws BadTlsFile {
    var pem = new PemFile(key, file, new ArrayList<>());
    String text = pem.text();
    Matcher begin = BEGIN.matcher(text);
    int at = 0;
    while (begin.find(at)) {
      String label = begin.group(1);
      String last = "-----END " + label + "-----";
      int end = text.indexOf(last, begin.end());
      if (end < 0) {
        throw pem.bad("its block " + label + " does not end: it is half-written; write it whole");
      }
      pem.blocks.add(pem.block(label, text.substring(begin.end(), end)));
      at = end + last.length();
    }
    if (pem.blocks.isEmpty()) {
      throw pem.bad("it has no BEGIN line: put a PEM file there");
    }
    return pem;
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

  private Block block(String label, String text) throws BadTlsFile {
    try {
      return new Block(label, Base64.getMimeDecoder().decode(withoutHeaders(label, text)));
    } catch (IllegalArgumentException e) {
      throw bad("its block " + label + " is no base64: it is damaged; write it anew");
    }
  }

  /// Refuses the old form of encryption, which is told by headers within the block.
  private String withoutHeaders(String label, String text) throws BadTlsFile {
    if (text.contains("Proc-Type:")) {
      throw encrypted(label);
    }
    return text;
  }

  BadTlsFile encrypted(String label) {
    return bad(
        "its block "
            + label
            + " is encrypted, and there is nobody to ask for the password: write it without one"
            + " (openssl pkey -in OLD -out NEW), for the gateway's user alone to read");
  }

  /// The certificates of a file that has nothing else.
  List<X509Certificate> certificates() throws BadTlsFile {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (!block.label().equals(CERTIFICATE)) {
        throw bad("it has a block " + block.label() + ": keep certificates alone in it");
      }
      certificates.add(certificate(block.der(), certificates.size() + 1));
    }
    return certificates;
  }

  private X509Certificate certificate(byte[] der, int number) throws BadTlsFile {
    try {
      return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw bad("its certificate " + number + " is damaged: write the file anew");
    }
  }

  /// The revocation lists of a file that has nothing else.
  List<X509CRL> revocationLists() throws BadTlsFile {
    List<X509CRL> lists = new ArrayList<>();
    for (Block block : blocks) {
      if (!block.label().equals("X509 CRL")) {
        throw bad("it has a block " + block.label() + ": keep revocation lists alone in it");
      }
      lists.add(revocationList(block.der(), lists.size() + 1));
    }
    return lists;
  }

  private X509CRL revocationList(byte[] der, int number) throws BadTlsFile {
    try {
      return (X509CRL) factory().generateCRL(new ByteArrayInputStream(der));
    } catch (CRLException | CertificateException e) {
      throw bad("its revocation list " + number + " is damaged: write the file anew");
    }
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }

  /// What is wrong with this file.
  ///
  /// @param why what it is, and what to do
  BadTlsFile bad(String why) {
    String path = Printable.line(file.toString(), ' ');
    return new BadTlsFile(key, "cannot use '" + path + "': " + why);
  }
}
