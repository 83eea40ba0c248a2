/// TLS of a listener, by the JDK's engine: certificates, whose files are read again by content, and
/// the certificates of clients, one of which may stand for a key.
///
/// ```text
/// files ── read, checked ──> ListenerTls ── TlsEntry ──> SslHandler ─> TlsHandshake ─> HTTP
/// ```
///
/// - What a file holds is judged when it is read ([ServerIdentity], [ClientTrust]): nothing that is
///   wrong takes the place of what is in use.
/// - A connection keeps the certificates that were in use when it came. Its handlers of HTTP are
///   added when its handshake has succeeded, and not before ([TlsEntry]).
/// - Handshakes under way are bounded by time and number ([Handshakes]).
///
/// Where no listener has TLS, nothing of Netty's and the JDK's TLS is loaded for one.
///
/// Threads: files are read by platform threads; what is about a connection is confined to its loop,
/// but for the computations of handshakes, which run on a pool.
@NullMarked
package dev.sluice.server.tls;

import org.jspecify.annotations.NullMarked;
