@NullMarked
package dev.sluice.config.file;

import org.jspecify.annotations.NullMarked;
