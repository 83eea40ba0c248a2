package dev.sluice.config.value;

import dev.sluice.config.pem.PemKey;
import dev.sluice.config.pem.PemText;

/// The type of the text of a private key, in PEM and not encrypted. It is read as a key where its
/// certificate is known. No message shows it.
public final class PrivateKeyText implements HiddenType<PemKey> {
  @Override
  public PemKey read(String text) throws ConfigProblem {
    return PemValue.read(text, "", PemText::privateKey);
  }
}
