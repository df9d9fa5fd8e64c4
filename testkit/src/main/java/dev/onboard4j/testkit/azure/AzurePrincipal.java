package dev.onboard4j.testkit.azure;

/**
 * Who sends a request.
 *
 * @param id the object id
 * @param name the client's name in refusals: a user's name, or an application's client id
 */
record AzurePrincipal(String id, String name) {}
