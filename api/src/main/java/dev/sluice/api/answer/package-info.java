/// A client's answer in its dialect, whatever carries it: its head, its body as it passes, and what
/// is said where it fails. Bytes are in Netty's buffers; nothing here knows a connection.
@NullMarked
package dev.sluice.api.answer;

import org.jspecify.annotations.NullMarked;
