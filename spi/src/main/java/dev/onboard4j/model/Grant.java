package dev.onboard4j.model;

/**
 * Names one permission that a principal holds.
 *
 * @param principal the holder
 * @param permission the permission and the reason for it
 * @param scope the objects that it covers
 * @param condition the condition, or the empty string for none
 */
public record Grant(
    String principal, JustifiedPermission permission, String scope, String condition) {}
