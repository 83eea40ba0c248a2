/// The configuration in an editor: what its language server makes of the schema.
@NullMarked
package dev.sluice.it.editor;

import org.jspecify.annotations.NullMarked;
