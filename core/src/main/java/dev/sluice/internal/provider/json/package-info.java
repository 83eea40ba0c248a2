/// JSON as bytes that pass by.
///
/// - [dev.sluice.internal.provider.json.JsonUtf8] proves that a body is what it claims to be,
///   before a parser that skips text unread sees it.
/// - [dev.sluice.internal.provider.json.JsonWalker] finds a few values, named by a
///   [dev.sluice.internal.provider.json.JsonSelector], in an answer that arrives in parts. It keeps
///   nothing else, so that an answer of any size costs the same few bytes.
///
/// Nothing here knows a provider. A walker is confined to one thread; the rest is immutable.
@NullMarked
package dev.sluice.internal.provider.json;

import org.jspecify.annotations.NullMarked;
