/// Reload: [dev.sluice.server.reload.Reloads] reads the configuration again, by a request, a signal
/// or because a file has changed, and hands it to the running gateway, which takes it whole or not
/// at all.
///
/// Threads: platform threads alone, one reload at a time. The watch, where it is on, has a thread
/// of its own.
@NullMarked
package dev.sluice.server.reload;

import org.jspecify.annotations.NullMarked;
