/// Measures of the sources themselves, which fail when the code becomes harder to read.
@NullMarked
package dev.sluice.it.structure;

import org.jspecify.annotations.NullMarked;
