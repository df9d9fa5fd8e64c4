package dev.onboard4j.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.Http;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the embedded AWS adds to AWS; provider-eks compares its behaviour with moto's. */
final class EmbeddedAwsTest {
  private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
  private static final Pattern MARKER = Pattern.compile("<Marker>(.*)</Marker>");
  private static final Pattern MEMBER = Pattern.compile("<member>([^<]*)</member>");

  private final EmbeddedAws aws = EmbeddedAws.start();
  private final Http iam = signedFor("iam");

  @AfterEach
  void stop() {
    aws.close();
  }

  private Http signedFor(String service) {
    return Http.to(aws.endpoint())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/" + service + "/aws4_request");
  }

  private HttpResponse<String> ask(String form) throws IOException {
    return iam.send("POST", "/", "Version=2010-05-08&Action=" + form);
  }

  private void role(String name) {
    assertThat(
            aws.change(
                "iam", "CreateRole", Map.of("RoleName", name, "AssumeRolePolicyDocument", TRUST)))
        .isEmpty();
  }

  /** IAM API reference, ListRolePolicies: Marker is there exactly when IsTruncated is true. */
  @Test
  void aListingComesInPagesOfTheSizeSet() throws IOException {
    role("r");
    for (String name : List.of("a", "b", "c", "d", "e")) {
      aws.change(
          "iam",
          "PutRolePolicy",
          Map.of("RoleName", "r", "PolicyName", name, "PolicyDocument", TRUST));
    }
    aws.pageSize(2);
    List<String> names = new ArrayList<>();
    String next = "";
    do {
      String page = ask("ListRolePolicies&RoleName=r" + next).body();
      MEMBER.matcher(page).results().forEach(found -> names.add(found.group(1)));
      Matcher marker = MARKER.matcher(page);
      boolean more = marker.find();
      assertThat(page).contains("<IsTruncated>" + more + "</IsTruncated>");
      next = more ? "&Marker=" + marker.group(1) : "";
    } while (!next.isEmpty());
    assertThat(names).containsExactly("a", "b", "c", "d", "e");
    assertThat(aws.calls()).hasSize(3);
  }

  /** IAM API reference, common errors: Throttling and ServiceUnavailable. */
  @ParameterizedTest
  @CsvSource({
    "THROTTLE, 400, Throttling",
    "UNAVAILABLE, 503, ServiceUnavailable",
    "DENY, 403, AccessDenied",
    "ERROR, 500, InternalFailure",
  })
  void aFaultCarriesTheCodeOfItsService(Fault.Kind kind, int status, String code)
      throws IOException {
    aws.faults().on("iam:GetRole", 1, Fault.of(kind));
    role("r");
    HttpResponse<String> reply = ask("GetRole&RoleName=r");
    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.body()).contains("<Code>" + code + "</Code>");
    assertThat(ask("GetRole&RoleName=r").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsHiddenIsMissedByThatManyLookups() throws IOException {
    aws.faults().on("iam:CreateRole", 1, Fault.hide(2));
    ask("CreateRole&RoleName=r&AssumeRolePolicyDocument=" + TRUST.replace("\"", "%22"));
    assertThat(ask("GetRole&RoleName=r").statusCode()).isEqualTo(404);
    assertThat(ask("GetRole&RoleName=r").statusCode()).isEqualTo(404);
    assertThat(ask("GetRole&RoleName=r").statusCode()).isEqualTo(200);
  }

  @Test
  void aChangeByHandIsNeitherRecordedNorMadeToFail() {
    aws.faults().always("*", Fault.of(Fault.Kind.DENY));
    role("r");
    assertThat(aws.calls()).isEmpty();
    assertThat(aws.state().get("iam").toString()).contains("r");
    assertThat(aws.change("iam", "DeleteRole", Map.of("RoleName", "other")))
        .contains("NoSuchEntity");
  }

  @Test
  void equalRequestsAreRecordedAlike() throws IOException {
    role("r");
    ask("GetRole&RoleName=r");
    ask("GetRole&RoleName=r");
    ask("GetRole&RoleName=other");
    assertThat(aws.calls()).extracting(RecordedCall::name).containsOnly("iam:GetRole");
    assertThat(aws.calls().stream().map(RecordedCall::arguments).distinct()).hasSize(2);
    assertThat(aws.calls()).extracting(RecordedCall::resource).containsExactly("r", "r", "other");
  }

  /** Signature Version 4: the credential's scope names service and region. */
  @Test
  void aRequestThatIsNotSignedIsRefused() throws IOException {
    HttpResponse<String> reply =
        Http.to(aws.endpoint()).send("POST", "/", "Action=GetRole&RoleName=r");
    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("MissingAuthenticationToken");
  }

  @Test
  void settingsNameTheAddressOfEveryService() {
    assertThat(aws.settings())
        .containsOnlyKeys("endpoint.ec2", "endpoint.eks", "endpoint.iam", "endpoint.sts")
        .containsValue(aws.endpoint().toString());
  }
}
