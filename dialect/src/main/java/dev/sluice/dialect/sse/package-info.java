/// Server-sent events as the WHATWG HTML standard has them, section 9.2.6: any of three line ends,
/// cut anywhere, comments, data in several lines. [dev.sluice.dialect.sse.EventScanner] looks at
/// each byte once and copies none. Confined to one thread.
@NullMarked
package dev.sluice.dialect.sse;

import org.jspecify.annotations.NullMarked;
