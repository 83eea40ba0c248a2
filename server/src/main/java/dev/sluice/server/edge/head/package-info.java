/// Judges a request by its head, before its body is read.
@NullMarked
package dev.sluice.server.edge.head;

import org.jspecify.annotations.NullMarked;
