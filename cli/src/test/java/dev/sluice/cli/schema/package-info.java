/// The schema of the configuration: made from the documents, held against the readers.
@NullMarked
package dev.sluice.cli.schema;

import org.jspecify.annotations.NullMarked;
