/// Translation between wire dialects, for a client that speaks another dialect than the provider.
///
/// ```
/// client's request  -> decode -> hub -> encode -> provider's request
/// client's answer   <- encode <- hub <- decode <- provider's answer, whole or in events
/// ```
///
/// [dev.sluice.dialect.Translation] is the entry point. A library: bytes in, bytes out; it knows no
/// socket, no thread and no clock, and the same input gives the same bytes. Requests and whole
/// answers may be translated on any thread; the events of an answer belong to one. What maps to
/// what is in docs/design/translation.md.
///
/// - `hub` is the neutral conversation; `openai` (Chat Completions and Responses), `anthropic` and
///   `gemini` hold the dialects, one [dev.sluice.dialect.codec.DialectCodec] each.
/// - `codec` is the seam between the translation and the dialects, and removes foreign signatures
///   from requests that are not translated.
/// - `rule` holds what dialects share: names, ids and schemas, the known facts of models, and the
///   tokens in which clients carry foreign signatures.
/// - `embed` translates embeddings, without a conversation.
/// - `json` and `sse` are the two formats below.
@NullMarked
package dev.sluice.dialect;

import org.jspecify.annotations.NullMarked;
