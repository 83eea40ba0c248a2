/// Reads the facts of a request in OpenAI's dialect in one pass over its body, as it arrives.
///
/// ```
/// RequestScanner   one body, in pieces
///   JsonScanner      well-formed JSON, and the values that a table names
///   RequestTable     which values these are: a table for each operation
///   RequestReader    makes facts of them
/// ```
///
/// A scanner is confined to one thread; the tables are immutable.
@NullMarked
package dev.sluice.internal.provider.openai.request;

import org.jspecify.annotations.NullMarked;
