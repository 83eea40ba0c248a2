package dev.sluice.server.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import java.util.Objects;

/// The reader of private keys: PKCS #8, and the older forms of RSA (PKCS #1) and elliptic curves
/// (SEC 1), which cert-manager and openssl still write. Those name no algorithm of their own: that
/// is taken from the certificate.
final class PrivateKeys {
  private static final String PKCS8 = "PRIVATE KEY";
  private static final Map<String, String> OLD =
      Map.of("RSA PRIVATE KEY", "RSA", "EC PRIVATE KEY", "EC");

  /// The algorithms of keys, with those of their signatures.
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private static final byte[] PROBE = "sluice".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VERSION = {2, 1, 0};
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int LONG_FORM = 0x80;
  private static final int BYTE = 0xff;

  private PrivateKeys() {}

  /// Reads the key of a certificate.
  ///
  /// @param of the certificate's public key
  /// @throws BadTlsFile if there is none that fits
  static PrivateKey read(PemFile file, PublicKey of) throws BadTlsFile {
    PrivateKey key = parse(file, of);
    if (!fits(key, of)) {
      throw unfit(file);
    }
    return key;
  }

  private static BadTlsFile unfit(PemFile file) {
    return file.bad(
        "its key is not that of the certificate: write both of one pair, the key first");
  }

  private static PrivateKey parse(PemFile file, PublicKey of) throws BadTlsFile {
    for (PemFile.Block block : file.blocks()) {
      if (block.label().equals("ENCRYPTED PRIVATE KEY")) {
        throw file.encrypted(block.label());
      }
      String old = OLD.get(block.label());
      if (old != null && !old.equals(of.getAlgorithm())) {
        throw unfit(file);
      }
      if (old != null || block.label().equals(PKCS8)) {
        return key(file, old == null ? block.der() : wrapped(block.der(), of), of);
      }
    }
    throw file.bad("it has no private key: put one there (BEGIN PRIVATE KEY)");
  }

  private static PrivateKey key(PemFile file, byte[] der, PublicKey of) throws BadTlsFile {
    if (!SIGNATURES.containsKey(of.getAlgorithm())) {
      throw file.bad("keys of " + of.getAlgorithm() + " are not used: make one of EC or RSA");
    }
    try {
      return KeyFactory.getInstance(of.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw file.bad(
          "its key is damaged, or not of the certificate's algorithm, "
              + of.getAlgorithm()
              + ": write both of one pair");
    }
  }

  private static boolean fits(PrivateKey key, PublicKey of) {
    try {
      Signature signature =
          Signature.getInstance(Objects.requireNonNull(SIGNATURES.get(of.getAlgorithm())));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(of);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// A key of an older form as one of PKCS #8, whose algorithm is that of the public key.
  private static byte[] wrapped(byte[] old, PublicKey of) {
    return der(SEQUENCE, VERSION, algorithm(of.getEncoded()), der(OCTETS, old));
  }

  /// The algorithm of a public key: the first element of its outermost sequence.
  private static byte[] algorithm(byte[] publicKey) {
    ByteBuffer in = ByteBuffer.wrap(publicKey);
    in.get();
    length(in);
    int begin = in.position();
    in.get();
    int length = length(in);
    byte[] algorithm = new byte[in.position() + length - begin];
    in.get(begin, algorithm);
    return algorithm;
  }

  private static int length(ByteBuffer in) {
    int first = in.get() & BYTE;
    int length = first < LONG_FORM ? first : 0;
    for (int left = first < LONG_FORM ? 0 : first - LONG_FORM; left > 0; left--) {
      length = (length << Byte.SIZE) | (in.get() & BYTE);
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.size() < LONG_FORM) {
      out.write(content.size());
    } else {
      out.write(LONG_FORM + 2);
      out.write(content.size() >> Byte.SIZE);
      out.write(content.size());
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
