package dev.onboard4j.run;

/**
 * How far a run is.
 *
 * @param phase the phase that it is in
 * @param done the number of parts of this phase that ended
 * @param total the number of all parts of this phase
 */
public record Progress(OnboardingEvent.Phase phase, int done, int total) {}
