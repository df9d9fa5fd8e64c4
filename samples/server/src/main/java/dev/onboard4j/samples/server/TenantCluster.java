package dev.onboard4j.samples.server;

import java.net.URI;

/**
 * A cluster as one tenant sees it: plans and runs of other tenants are not found.
 *
 * @param tenant the name of the tenant
 * @param uri the URI of the cluster, not checked yet
 */
record TenantCluster(String tenant, URI uri) {}
