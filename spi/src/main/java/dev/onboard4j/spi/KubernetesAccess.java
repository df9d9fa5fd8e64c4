package dev.onboard4j.spi;

import dev.onboard4j.model.Secret;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Describes how to reach a cluster's API server.
 *
 * @param server its address
 * @param certificateAuthority the PEM of the authority that signed its certificate
 * @param token supplies a currently valid bearer token; called before each use
 */
public record KubernetesAccess(URI server, String certificateAuthority, Supplier<Secret> token) {}
