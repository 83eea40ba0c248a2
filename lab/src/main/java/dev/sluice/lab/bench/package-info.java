/// Micro-benchmarks of what every call passes, run by `org.openjdk.jmh.Main`.
@NullMarked
package dev.sluice.lab.bench;

import org.jspecify.annotations.NullMarked;
