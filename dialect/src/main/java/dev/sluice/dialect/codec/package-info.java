/// The seam between the translation and the dialects: a [dev.sluice.dialect.codec.DialectCodec] for
/// each dialect, with an [dev.sluice.dialect.codec.EventDecoder] and an
/// [dev.sluice.dialect.codec.EventEncoder] for answers in events; the room for text that those hold
/// ([dev.sluice.dialect.codec.HeldRoom]); and the removal of foreign seals from requests that go to
/// a provider in its own dialect ([dev.sluice.dialect.codec.ForeignSeals]). Codecs are stateless;
/// everything else belongs to one thread.
@NullMarked
package dev.sluice.dialect.codec;

import org.jspecify.annotations.NullMarked;
