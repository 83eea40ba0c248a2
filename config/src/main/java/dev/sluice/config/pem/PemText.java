package dev.sluice.config.pem;

import java.io.ByteArrayInputStream;
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

/// A text of PEM blocks (RFC 7468), one at least. What stands between the blocks is left out, as
/// tools write their own words there. Immutable; nothing of it is printed.
public final class PemText {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");

  private final List<Block> blocks;

  /// One block.
  ///
  /// @param label what it is said to be: `CERTIFICATE`
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Block(String label, byte[] der) {}

  /// What is taken from a text.
  @FunctionalInterface
  public interface Part<T> {

    /// Takes it.
    ///
    /// @throws BadPem if it is damaged, or not there
    T of(PemText text) throws BadPem;
  }

  private PemText(List<Block> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /// Whether a text has a block, or the beginning of one.
  public static boolean isIn(String text) {
    return BEGIN.matcher(text).find();
  }

  /// Reads a text.
  ///
  /// @throws BadPem if it has no block, or one that is not whole or encrypted
  public static PemText of(String text) throws BadPem {
    List<Block> blocks = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    int at = 0;
    while (begin.find(at)) {
      String label = begin.group(1);
      String last = "-----END " + label + "-----";
      int end = text.indexOf(last, begin.end());
      if (end < 0) {
        throw new BadPem(
            "its block " + label + " does not end", "it is half-written; write it whole");
      }
      blocks.add(block(label, text.substring(begin.end(), end)));
      at = end + last.length();
    }
    if (blocks.isEmpty()) {
      throw new BadPem("it has no BEGIN line", "put a PEM file there");
    }
    return new PemText(blocks);
  }

  private static Block block(String label, String text) throws BadPem {
    // The old form of encryption is told by headers within the block.
    if (text.contains("Proc-Type:")) {
      throw BadPem.encrypted(label);
    }
    try {
      return new Block(label, Base64.getMimeDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new BadPem("its block " + label + " is no base64", "it is damaged; write it anew");
    }
  }

  /// The certificates of a text that has nothing else.
  ///
  /// @throws BadPem if it has something else, or one that is damaged
  public List<X509Certificate> certificates() throws BadPem {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (!block.label().equals("CERTIFICATE")) {
        throw new BadPem("it has a block " + block.label(), "keep certificates alone in it");
      }
      certificates.add(certificate(block.der(), certificates.size() + 1));
    }
    return certificates;
  }

  private static X509Certificate certificate(byte[] der, int number) throws BadPem {
    try {
      return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new BadPem("its certificate " + number + " is damaged", "write the file anew");
    }
  }

  /// The revocation lists of a text that has nothing else.
  ///
  /// @throws BadPem if it has something else, or one that is damaged
  public List<X509CRL> revocationLists() throws BadPem {
    List<X509CRL> lists = new ArrayList<>();
    for (Block block : blocks) {
      if (!block.label().equals("X509 CRL")) {
        throw new BadPem("it has a block " + block.label(), "keep revocation lists alone in it");
      }
      lists.add(revocationList(block.der(), lists.size() + 1));
    }
    return lists;
  }

  private static X509CRL revocationList(byte[] der, int number) throws BadPem {
    try {
      return (X509CRL) factory().generateCRL(new ByteArrayInputStream(der));
    } catch (CRLException | CertificateException e) {
      throw new BadPem("its revocation list " + number + " is damaged", "write the file anew");
    }
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }

  /// The first private key.
  ///
  /// @throws BadPem if there is none, or an encrypted one
  public PemKey privateKey() throws BadPem {
    return PemKey.first(blocks);
  }
}
