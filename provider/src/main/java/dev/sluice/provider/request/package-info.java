/// Reads the facts of a request in one pass over its body, as it arrives; what is looked for is a
/// table of paths, one for each operation of each dialect.
///
/// ```
/// RequestScanner   one body, in pieces
///   JsonScanner      well-formed JSON, and the values that a table names
///   RequestTable     which values these are: a table for each operation
///   RequestReader    makes facts of them
/// ConversationReader, MessagesPrefix, RequestTraits
///                    read an accepted body again, with a JsonCursor, for calls that may use it
/// ```
///
/// A scanner is confined to one thread; the tables are immutable.
///
/// What requests ask of a provider beside text, found in the pass that finds a request's other
/// facts. Confined to one thread.
@NullMarked
package dev.sluice.provider.request;

import org.jspecify.annotations.NullMarked;
