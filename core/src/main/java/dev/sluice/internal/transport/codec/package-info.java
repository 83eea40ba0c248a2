/// HTTP/1.1 as bytes: requests are written, answers are read. Confined to one loop.
@NullMarked
package dev.sluice.internal.transport.codec;

import org.jspecify.annotations.NullMarked;
