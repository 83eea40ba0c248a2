/// Takes out of requests that go to a provider in its own dialect what targets of other dialects
/// have sealed in the conversation, one type for each dialect.
@NullMarked
package dev.sluice.internal.dialect.unseal;

import org.jspecify.annotations.NullMarked;
