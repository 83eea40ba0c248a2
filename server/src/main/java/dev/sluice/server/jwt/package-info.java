/// Callers who show a JSON Web Token (RFC 7519) of an issuer that the configuration names, in the
/// place of a key.
///
/// [dev.sluice.server.jwt.TokenCallers] is what a connection asks: on its loop whether a token is
/// known, which costs a digest, and else to have it verified by a thread of the pool. What it
/// answers is a client as a key makes one, so that limits, budgets and the ledger know no
/// difference.
///
/// The keys of an issuer are fetched ahead by a thread of its own
/// ([dev.sluice.server.jwt.KeySource]); a token with a key that is not known asks for one fetch, of
/// which there is one a second. A gateway without `auth` loads nothing of this package.
@NullMarked
package dev.sluice.server.jwt;

import org.jspecify.annotations.NullMarked;
