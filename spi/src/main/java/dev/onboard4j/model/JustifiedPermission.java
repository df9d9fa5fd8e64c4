package dev.onboard4j.model;

/**
 * One permission that a blueprint asks for, with the reason.
 *
 * @param permission what it allows, in the cloud's own words: an action, a role, a policy, an API
 * @param reason why it is needed, for people
 * @param provenance where the entry comes from: a document, a version, a date
 */
public record JustifiedPermission(String permission, String reason, String provenance) {}
