@NullMarked
package dev.sluice.server.config.reader;

import org.jspecify.annotations.NullMarked;
