/// JSON for the dialects: a small tree of what was read, a writer whose output depends on nothing
/// but what is written, and a meter that counts the heap of both before it is taken.
///
/// Trees are immutable and safe for any number of threads; a writer belongs to one.
///
/// JSON as bytes that pass by.
///
/// - [dev.sluice.dialect.json.JsonScanner] proves that a request is what it claims to be, and finds
///   a few values in it, named by a [dev.sluice.dialect.json.JsonSelector].
/// - [dev.sluice.dialect.json.JsonCursor] reads again what that has accepted, wherever its buffers
///   are cut.
/// - [dev.sluice.dialect.json.JsonUtf8] proves that an answer that was put together is UTF-8.
/// - [dev.sluice.dialect.json.JsonWalker] finds values in the same way in an answer, of which it
///   checks the structure alone.
///
/// Scanner and walker take a text in parts, cut anywhere, and keep nothing but what is asked for,
/// so that a text of any size costs the same few bytes.
///
/// Nothing here knows a provider. Scanners and walkers are confined to one thread; the rest is
/// immutable.
///
/// The parts of a strict pass over JSON that arrives in pieces, cut anywhere: text, numbers, names.
/// [dev.sluice.dialect.json.JsonScanner] puts them together. [dev.sluice.dialect.json.Delimiters]
/// is for readers that check structure alone, and [dev.sluice.dialect.json.JsonCursor] reads again
/// what has passed.
///
/// Each is confined to one thread, and holds a few words of state and no bytes, but for
/// [dev.sluice.dialect.json.PropertyNames], which has a bound, and the cursor's block.
@NullMarked
package dev.sluice.dialect.json;

import org.jspecify.annotations.NullMarked;
