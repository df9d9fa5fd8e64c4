package dev.onboard4j.opentelemetry;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ResourceId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The attributes of spans and events. */
final class Keys {
  static final AttributeKey<String> ACTION = AttributeKey.stringKey("onboard4j.action");
  static final AttributeKey<String> API = AttributeKey.stringKey("onboard4j.api");
  static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("onboard4j.attempt");
  static final AttributeKey<String> CLUSTER = AttributeKey.stringKey("onboard4j.cluster");
  static final AttributeKey<String> EFFECT = AttributeKey.stringKey("onboard4j.effect");
  static final AttributeKey<String> FINGERPRINT = AttributeKey.stringKey("onboard4j.fingerprint");
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("onboard4j.operation");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("onboard4j.outcome");

  /** In seconds. */
  static final AttributeKey<Double> PAUSE = AttributeKey.doubleKey("onboard4j.pause");

  static final AttributeKey<String> RESOURCE = AttributeKey.stringKey("onboard4j.resource");
  static final AttributeKey<String> RUN = AttributeKey.stringKey("onboard4j.run");
  static final AttributeKey<String> VERB = AttributeKey.stringKey("onboard4j.verb");
  static final AttributeKey<String> AWAITED = AttributeKey.stringKey("onboard4j.awaited");

  // Of the semantic conventions.
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");
  static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");

  private Keys() {}

  static AttributesBuilder of(String run, URI cluster) {
    return Attributes.builder().put(RUN, run).put(CLUSTER, cluster.toString());
  }

  static AttributesBuilder of(@Nullable ResourceId resource) {
    AttributesBuilder attributes = Attributes.builder();
    return resource == null ? attributes : attributes.put(RESOURCE, resource.toString());
  }

  static Attributes of(ApiRequest request) {
    return Attributes.of(API, request.api(), OPERATION, request.operation());
  }
}
