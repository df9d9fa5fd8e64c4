package dev.onboard4j.samples.server;

import java.net.URI;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Plans and runs of one cluster, whose URI the path repeats. */
@RestController
@RequestMapping("/tenants/{tenant}/clusters/{account}/{location}/{name}")
class ClusterController {
  private final Tenants tenants;
  private final Plans plans;
  private final Runs runs;

  ClusterController(Tenants tenants, Plans plans, Runs runs) {
    this.tenants = tenants;
    this.plans = plans;
    this.runs = runs;
  }

  /** What an apply names: the plan that its caller has seen. */
  record ApplyRequest(String fingerprint) {}

  @ModelAttribute
  TenantCluster cluster(
      @PathVariable String tenant,
      @PathVariable String account,
      @PathVariable String location,
      @PathVariable String name) {
    return tenants.cluster(tenant, account, location, name);
  }

  /** Plans; writes nothing to the cloud. */
  @PostMapping("/plans")
  PlanDocument plan(
      @ModelAttribute(binding = false) TenantCluster cluster, @RequestBody PlanRequest request) {
    return PlanDocument.of(plans.plan(cluster, request));
  }

  /** Starts to apply a plan. */
  @PostMapping("/runs")
  ResponseEntity<RunDocument> apply(
      @ModelAttribute(binding = false) TenantCluster cluster, @RequestBody ApplyRequest request) {
    Run run = runs.start(cluster, plans.of(cluster, request.fingerprint()));
    URI location =
        ServletUriComponentsBuilder.fromCurrentRequest().pathSegment(run.id()).build().toUri();
    return ResponseEntity.accepted().location(location).body(RunDocument.of(run));
  }

  /** How far a run is, or how it ended. */
  @GetMapping("/runs/{run}")
  RunDocument run(
      @ModelAttribute(binding = false) TenantCluster cluster, @PathVariable String run) {
    return RunDocument.of(runs.of(cluster, run));
  }

  /** Cancels a run, which ends after the requests in flight; what it says stays. */
  @DeleteMapping("/runs/{run}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RunDocument cancel(
      @ModelAttribute(binding = false) TenantCluster cluster, @PathVariable String run) {
    Run found = runs.of(cluster, run);
    found.handle().cancel();
    return RunDocument.of(found);
  }

  /** The events of a run, from the first or from the one after the last that a client received. */
  @GetMapping(path = "/runs/{run}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<StreamingResponseBody> events(
      @ModelAttribute(binding = false) TenantCluster cluster,
      @PathVariable String run,
      @RequestHeader(name = "Last-Event-ID", defaultValue = "-1") long last) {
    Run found = runs.of(cluster, run);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .body(client -> new EventStream(found, client).sendAfter(last));
  }
}
