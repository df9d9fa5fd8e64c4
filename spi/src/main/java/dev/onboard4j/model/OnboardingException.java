package dev.onboard4j.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The only exception that this library throws on purpose; the category tells who must act.
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

  /** Tells who must act. */
  public enum Category {
    /** The caller's input is wrong. */
    CALLER,
    /** The caller lacks a permission; {@link OnboardingException#missing()} names it. */
    PERMISSION,
    /** The cloud or cluster is not in the state that the plan assumes. */
    CONFLICT,
    /** The request had no effect and may succeed later. The engine retries it. */
    TRANSIENT,
    /** A reply was lost: the request may have had its effect. */
    UNKNOWN_OUTCOME,
    /** A contributor broke the contract; its author must act. */
    PROVIDER_BUG
  }

  /** Creates the exception of a subclass. */
  protected OnboardingException(Builder builder) {
    super(builder.message, builder.cause);
    category = builder.category;
    resource = builder.resource;
    remedy = builder.remedy;
    problems = List.copyOf(builder.problems);
    missing = List.copyOf(builder.missing);
    retryAfter = builder.retryAfter;
  }

  /** Starts an exception of this category; the message says what is wrong, and where. */
  public static Builder of(Category category, String message) {
    return new Builder(category, message);
  }

  /** Creates a CALLER exception with all problems of the input. */
  public static OnboardingException badInput(List<Problem> problems) {
    String message =
        problems.size() == 1
            ? problems.get(0).toString()
            : problems.size() + " problems with the input";
    return of(Category.CALLER, message).problems(problems).build();
  }

  /** Creates a changed copy; this exception becomes its cause. */
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

  /** Tells who must act. */
  public Category category() {
    return category;
  }

  /** The resource concerned; empty if there is none. */
  public Optional<ResourceId> resource() {
    return Optional.ofNullable(resource);
  }

  /** What to do; the empty string if there is nothing to add. */
  public String remedy() {
    return remedy;
  }

  /** All problems of the input; empty unless the category is {@link Category#CALLER}. */
  public List<Problem> problems() {
    return problems;
  }

  /** The permissions that the caller lacks, as far as known. */
  public List<RequiredPermission> missing() {
    return missing;
  }

  /** The pause that the API asked for; empty if it named none. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Builds an exception; not thread-safe. */
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

    /** Sets the resource concerned. */
    public Builder resource(@Nullable ResourceId about) {
      resource = about;
      return this;
    }

    /** Sets what to do. */
    public Builder remedy(String words) {
      remedy = words;
      return this;
    }

    /** Sets all problems of the input. */
    public Builder problems(List<Problem> all) {
      problems = all;
      return this;
    }

    /** Sets the permissions that the caller lacks. */
    public Builder missing(List<RequiredPermission> permissions) {
      missing = permissions;
      return this;
    }

    /** Sets the cause. */
    public Builder cause(@Nullable Throwable origin) {
      cause = origin;
      return this;
    }

    /** The pause that the API asked for; empty if it named none. */
    public Builder retryAfter(@Nullable Duration wait) {
      retryAfter = wait;
      return this;
    }

    /** Creates the exception; the caller throws it. */
    public OnboardingException build() {
      return new OnboardingException(this);
    }
  }
}
