package dev.onboard4j.spi;

import dev.onboard4j.model.Secret;
import java.net.URI;
import java.util.function.Supplier;

/**
 * How a cluster's API server is reached.
 *
 * @param server its address
 * @param certificateAuthority the PEM of the authority that signed its certificate
 * @param token gives a bearer token that is valid now; asked before each use
 */
public record KubernetesAccess(URI server, String certificateAuthority, Supplier<Secret> token) {}
