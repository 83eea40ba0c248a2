/// Answers that arrive in events: the lines they are made of, and the two sides of their
/// translation.
///
/// Takes out of requests that go to a provider in its own dialect what targets of other dialects
/// have sealed in the conversation, one type for each dialect.
@NullMarked
package dev.sluice.dialect.codec;

import org.jspecify.annotations.NullMarked;
