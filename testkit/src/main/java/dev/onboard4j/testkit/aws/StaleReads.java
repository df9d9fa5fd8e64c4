package dev.onboard4j.testkit.aws;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replies that are older than the last write, as those of an eventually consistent API.
 *
 * <p>IAM user guide, "Changes that I make are not always immediately visible"; EC2 API reference,
 * "Eventual consistency". A deletion that shows late still returns the deleted object.
 */
final class StaleReads {
  /** More reads than one run sends of each kind. */
  private static final int REMEMBERED = 500;

  private final Map<AwsCall, Reply> reads =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AwsCall, Reply> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** A reply of the past, and how many requests it still answers. */
  private static final class Reply {
    private Map<String, Object> content = Map.of();
    private @Nullable AwsFailure failure;
    private int left;
  }

  /** Answers a read, from the past while a write does not show. */
  Map<String, Object> read(AwsCall call, Function<AwsCall, Map<String, Object>> world) {
    Reply past = reads.computeIfAbsent(call, key -> new Reply());
    if (past.left == 0) {
      return world.apply(call);
    }
    past.left--;
    if (past.failure != null) {
      throw past.failure;
    }
    return past.content;
  }

  /** Keeps what the reads of the object of this write answer now, for its next lookups. */
  void keep(AwsCall write, Function<AwsCall, Map<String, Object>> world) {
    reads.forEach(
        (read, past) -> {
          if (concerns(read, write)) {
            past.left = write.hidden();
            past.failure = null;
            try {
              past.content = world.apply(read);
            } catch (AwsFailure e) {
              past.failure = e;
            }
          }
        });
  }

  /** Lets every read show what is there. */
  void settle() {
    reads.clear();
  }

  /** Requests to IAM name their object by a name or an ARN; other requests may use filters. */
  private static boolean concerns(AwsCall read, AwsCall write) {
    return read.service().equals(write.service())
        && (!read.service().equals("iam")
            || !Collections.disjoint(
                new TreeSet<>(read.parameters().values()), write.parameters().values()));
  }
}
