/// Connections to providers: pools, dialling, and the exchange of one request for one answer.
/// Confined to one loop.
@NullMarked
package dev.sluice.internal.transport.http;

import org.jspecify.annotations.NullMarked;
