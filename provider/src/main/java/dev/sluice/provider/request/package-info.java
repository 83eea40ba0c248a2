/// The facts of a request, read in one pass over its body as it arrives: a table of paths says what
/// is looked for, one for each operation of each dialect.
///
/// ```
/// RequestScanner   one body, in pieces
///   JsonScanner      well-formed JSON, and the values that a table names
///   RequestTable     which values these are: a table for each operation
///   RequestReader    makes facts of them
///   ExtrasReader     what the request asks for beside text
/// ConversationReader, MessagesPrefix, RequestTraits
///                    read an accepted body again, with a JsonCursor, for calls that may use it
/// ```
///
/// Scanners and readers are confined to one thread; the tables are immutable.
@NullMarked
package dev.sluice.provider.request;

import org.jspecify.annotations.NullMarked;
