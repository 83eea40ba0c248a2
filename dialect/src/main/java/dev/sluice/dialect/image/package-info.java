/// Pictures that clients of OpenAI's `/v1/images/generations` ask for, drawn by Google's models:
/// [dev.sluice.dialect.image.ImageTranslation] in front, a codec for each form behind it, and
/// between them a request and an answer in no dialect ([dev.sluice.dialect.image.ImageRequest],
/// [dev.sluice.dialect.image.ImageReply]). Pictures are copied as they were written, in base64.
///
/// Codecs are stateless, requests and answers immutable; all are safe for any thread. What takes
/// long by its size does not belong on a loop.
@NullMarked
package dev.sluice.dialect.image;

import org.jspecify.annotations.NullMarked;
