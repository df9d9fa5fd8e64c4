/** A server that onboards the clusters of several tenants. */
@NullMarked
package dev.onboard4j.samples.server;

import org.jspecify.annotations.NullMarked;
