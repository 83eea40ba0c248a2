/// Where the gateways of a user listen: each writes a small file into a folder that only its user
/// may read, and the commands that ask a gateway read them, so that nobody has to type an address.
///
/// Threads: any; files alone are shared, between processes.
@NullMarked
package dev.sluice.server.run;

import org.jspecify.annotations.NullMarked;
