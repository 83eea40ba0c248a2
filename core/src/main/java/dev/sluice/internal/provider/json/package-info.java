/// JSON as bytes that pass by.
///
/// - [dev.sluice.internal.provider.json.JsonScanner] proves that a request is what it claims to be,
///   and finds a few values in it, named by a [dev.sluice.internal.provider.json.JsonSelector].
/// - [dev.sluice.internal.provider.json.scan.JsonCursor] reads again what that has accepted,
///   wherever its buffers are cut.
/// - [dev.sluice.internal.provider.json.JsonUtf8] proves that an answer that was put together is
///   UTF-8.
/// - [dev.sluice.internal.provider.json.JsonWalker] finds values in the same way in an answer, of
///   which it checks the structure alone.
///
/// Scanner and walker take a text in parts, cut anywhere, and keep nothing but what is asked for,
/// so that a text of any size costs the same few bytes.
///
/// Nothing here knows a provider. Scanners and walkers are confined to one thread; the rest is
/// immutable.
@NullMarked
package dev.sluice.internal.provider.json;

import org.jspecify.annotations.NullMarked;
