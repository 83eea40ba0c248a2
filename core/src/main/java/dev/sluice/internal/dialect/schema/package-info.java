/// JSON Schemas: what dialects ask of them.
@NullMarked
package dev.sluice.internal.dialect.schema;

import org.jspecify.annotations.NullMarked;
