/// The texts of PEM files (RFC 7468): certificates, revocation lists and private keys. What is
/// wrong with one is told with the remedy ([dev.sluice.config.pem.BadPem]); where the text came
/// from, and how large it may be, is for those to say who have it. Pure functions.
@NullMarked
package dev.sluice.config.pem;

import org.jspecify.annotations.NullMarked;
