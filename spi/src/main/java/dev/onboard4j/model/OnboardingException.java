package dev.onboard4j.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one unchecked exception of this library; its category says who has to act.
 *
 * <pre>{@code
 * throw OnboardingException.of(Category.CONFLICT, "the role changed since the plan was made")
 *     .resource(id)
 *     .remedy("plan again")
 *     .build();
 * }</pre>
 */
public class OnboardingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Category category;
  private final transient @Nullable ResourceId resource;
  private final String remedy;
  private final transient List<Problem> problems;
  private final transient List<RequiredPermission> missing;
  private final transient @Nullable Duration retryAfter;

  /** Who has to act. */
  public enum Category {
    /** The caller's input is wrong. */
    CALLER,
    /** The caller lacks a permission; {@link OnboardingException#missing()} names it. */
    PERMISSION,
    /** The world is not as the plan assumed. */
    CONFLICT,
    /** Nothing happened; the same request may succeed later. The engine retries by itself. */
    TRANSIENT,
    /** A reply was lost: whether the request had its effect is not known. */
    UNKNOWN_OUTCOME,
    /** A contributor broke the contract; its author has to act. */
    PROVIDER_BUG
  }

  /** For a subclass that carries more. */
  protected OnboardingException(Builder builder) {
    super(builder.message, builder.cause);
    category = builder.category;
    resource = builder.resource;
    remedy = builder.remedy;
    problems = List.copyOf(builder.problems);
    missing = List.copyOf(builder.missing);
    retryAfter = builder.retryAfter;
  }

  /** Starts an exception of that category; the message says what is wrong, and where. */
  public static Builder of(Category category, String message) {
    return new Builder(category, message);
  }

  /** Bad input, all of it at once. */
  public static OnboardingException badInput(List<Problem> problems) {
    String message =
        problems.size() == 1
            ? problems.get(0).toString()
            : problems.size() + " problems with what was given";
    return of(Category.CALLER, message).problems(problems).build();
  }

  /** The same exception with something changed; this one becomes its cause. */
  public OnboardingException with(UnaryOperator<Builder> change) {
    return change
        .apply(
            of(category, String.valueOf(getMessage()))
                .resource(resource)
                .remedy(remedy)
                .problems(problems)
                .missing(missing)
                .retryAfter(retryAfter)
                .cause(this))
        .build();
  }

  /** Who has to act. */
  public Category category() {
    return category;
  }

  /** The resource it is about, if it is about one. */
  public Optional<ResourceId> resource() {
    return Optional.ofNullable(resource);
  }

  /** What to do, in words; the empty string when there is nothing to add. */
  public String remedy() {
    return remedy;
  }

  /** All that is wrong with the input; empty unless the category is {@link Category#CALLER}. */
  public List<Problem> problems() {
    return problems;
  }

  /** The permissions the caller lacks, as far as they are known. */
  public List<RequiredPermission> missing() {
    return missing;
  }

  /** How long the other side asked to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Collects what an exception carries; not thread-safe. */
  public static final class Builder {
    private final Category category;
    private final String message;
    private @Nullable ResourceId resource;
    private String remedy = "";
    private List<Problem> problems = List.of();
    private List<RequiredPermission> missing = List.of();
    private @Nullable Throwable cause;
    private @Nullable Duration retryAfter;

    private Builder(Category category, String message) {
      this.category = category;
      this.message = message;
    }

    /** The resource it is about. */
    public Builder resource(@Nullable ResourceId about) {
      resource = about;
      return this;
    }

    /** What to do. */
    public Builder remedy(String words) {
      remedy = words;
      return this;
    }

    /** All that is wrong with the input. */
    public Builder problems(List<Problem> all) {
      problems = all;
      return this;
    }

    /** The permissions the caller lacks. */
    public Builder missing(List<RequiredPermission> permissions) {
      missing = permissions;
      return this;
    }

    /** What led to it. */
    public Builder cause(@Nullable Throwable origin) {
      cause = origin;
      return this;
    }

    /** How long the other side asked to wait. */
    public Builder retryAfter(@Nullable Duration wait) {
      retryAfter = wait;
      return this;
    }

    /** The exception, to be thrown by the caller. */
    public OnboardingException build() {
      return new OnboardingException(this);
    }
  }
}
