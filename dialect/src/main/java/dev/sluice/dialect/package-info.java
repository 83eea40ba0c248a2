/// Translation between wire dialects, for a client that speaks another one than the provider.
///
/// ```
/// client's request  -> decode -> hub -> encode -> provider's request
/// client's answer   <- encode <- hub <- decode <- provider's answer, whole or in events
/// ```
///
/// [dev.sluice.dialect.Translation] is the front door. A library: bytes in, bytes out; it knows no
/// socket, no thread and no clock, and the same input gives the same bytes. Requests and whole
/// answers may be translated on any thread; the events of an answer belong to one. What maps to
/// what is in docs/design/translation.md.
///
/// - `hub` is the neutral conversation; `chat`, `responses`, `anthropic` and `gemini` are the
///   dialects, one [dev.sluice.dialect.codec.DialectCodec] each.
/// - `rule`, `name` and `schema` hold what dialects share, `model` what is known of models, `seal`
///   the tokens in which clients carry foreign signatures, `unseal` takes them out of requests that
///   are not translated, `json` and `sse` are the two formats below.
@NullMarked
package dev.sluice.dialect;

import org.jspecify.annotations.NullMarked;
