/// `help`: the documents in a terminal. The jar has the pages of docs/ as they are written; what is
/// asked for is found in them by page, by section, or by the row of a table, and shown as plain
/// text.
@NullMarked
package dev.sluice.cli.help;

import org.jspecify.annotations.NullMarked;
