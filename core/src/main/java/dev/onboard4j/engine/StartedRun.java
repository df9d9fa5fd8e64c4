package dev.onboard4j.engine;

import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Progress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * An apply that was started.
 *
 * @param id the id of the run
 * @param ended completes with its result, or with the refusal
 * @param cancel asks it to stop
 * @param progress tells how far it is
 */
public record StartedRun(
    String id,
    CompletableFuture<OnboardingResult> ended,
    Runnable cancel,
    Supplier<Progress> progress) {}
