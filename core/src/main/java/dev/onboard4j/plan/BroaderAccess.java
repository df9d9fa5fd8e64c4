package dev.onboard4j.plan;

import dev.onboard4j.model.ResourceId;

/**
 * Access through one of our objects that the declaration does not grant. Immutable.
 *
 * @param id the resource
 * @param text who may do what where, for people
 */
public record BroaderAccess(ResourceId id, String text) {}
