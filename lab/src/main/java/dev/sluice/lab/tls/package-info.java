/// What TLS costs: [dev.sluice.lab.tls.TlsLab] opens connections to a gateway in a process of its
/// own, without TLS and with it, and tells the memory that idle ones hold and the CPU time that
/// each has taken to open.
@NullMarked
package dev.sluice.lab.tls;

import org.jspecify.annotations.NullMarked;
