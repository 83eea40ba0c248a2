/// Event loops that carry virtual threads. See docs/adr/0001.
@NullMarked
package dev.sluice.transport.loop;

import org.jspecify.annotations.NullMarked;
