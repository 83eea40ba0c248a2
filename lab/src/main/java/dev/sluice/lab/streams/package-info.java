/// What a stream holds while it waits: [dev.sluice.lab.streams.StreamsLab] opens thousands of them
/// through a gateway in a process of its own, and tells its objects and bytes by class, and the
/// resident memory of the process.
@NullMarked
package dev.sluice.lab.streams;

import org.jspecify.annotations.NullMarked;
