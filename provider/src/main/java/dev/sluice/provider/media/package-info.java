/// The meaning of answers that are pictures or sound ([dev.sluice.provider.media.MediaAnswers]):
/// JSON and events with large texts in base64, of which none is kept, and bytes that pass as they
/// are. Confined to the call's loop.
@NullMarked
package dev.sluice.provider.media;

import org.jspecify.annotations.NullMarked;
