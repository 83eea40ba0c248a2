/// JSON for the dialects and the providers: as a tree in memory, and as bytes that pass by. Nothing
/// here knows a dialect.
///
/// In memory there are a small tree ([dev.sluice.dialect.json.JsonNode]), its reader
/// ([dev.sluice.dialect.json.JsonReader]), a writer whose output depends on nothing but what is
/// written ([dev.sluice.dialect.json.JsonOutput]), and a meter that counts the heap of all of these
/// before it is taken ([dev.sluice.dialect.json.HeapMeter]).
///
/// Bytes that pass by are read in parts, cut anywhere, and nothing is kept but what is asked for,
/// so that a text of any size costs the same few bytes:
///
/// - [dev.sluice.dialect.json.JsonScanner] proves that a request is well-formed JSON, and finds a
///   few values in it, named by a [dev.sluice.dialect.json.JsonSelector]. It is built of passes
///   over strings, numbers, words and values in which nothing matters.
/// - [dev.sluice.dialect.json.JsonCursor] reads again what the scanner has accepted, wherever its
///   buffers are cut.
/// - [dev.sluice.dialect.json.JsonWalker] finds values in the same way in an answer, of which it
///   checks the structure alone, with [dev.sluice.dialect.json.Delimiters].
/// - [dev.sluice.dialect.json.JsonUtf8] proves that an answer that was put together is UTF-8.
///
/// Scanners, walkers, cursors and writers are confined to one thread; trees, readers and selectors
/// are immutable and safe for any number of threads.
@NullMarked
package dev.sluice.dialect.json;

import org.jspecify.annotations.NullMarked;
