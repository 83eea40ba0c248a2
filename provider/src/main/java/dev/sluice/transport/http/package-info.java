/// Connections to providers: pools, dialling, and the exchange of one request for one answer.
/// Confined to one loop.
///
/// HTTP/1.1 as bytes: requests are written, answers are read. Confined to one loop.
@NullMarked
package dev.sluice.transport.http;

import org.jspecify.annotations.NullMarked;
