package dev.onboard4j.model;

/**
 * One permission that a plan gives to somebody, with the reason.
 *
 * @param principal who receives it
 * @param permission what it allows, in the cloud's own words
 * @param scope on what
 * @param condition under which condition, or the empty string
 * @param reason why the receiver needs it, for people
 * @param provenance where the entry comes from: a document, a version, a date
 */
public record Grant(
    String principal,
    String permission,
    String scope,
    String condition,
    String reason,
    String provenance) {}
