package dev.onboard4j.model;

/**
 * One permission that somebody holds.
 *
 * @param principal who holds it
 * @param permission what it allows, and why it is needed
 * @param scope on what
 * @param condition under which condition, or the empty string
 */
public record Grant(
    String principal, JustifiedPermission permission, String scope, String condition) {}
