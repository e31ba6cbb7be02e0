package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.http.javadsl.model.HttpEntity;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Probe.Endpoint;
import io.troupe.protocol.health.Probe.PortReference;
import io.troupe.protocol.health.Probe.StatusRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTranslatorTest {
    private static final String APP =
            "{'id': '/web', 'cmd': 'serve', 'portDefinitions': [{'port': 0, 'name': 'http-api'}, {'port': 0}], ";

    @Test
    void theSmallestHealthCheckHasMarathonsDefaults() {
        var app = translate("'healthChecks': [{}]");

        assertThat(checks(app))
                .containsExactly(new CheckSpec(
                        "health-0",
                        CheckPurpose.LIVENESS,
                        http(0, true),
                        Duration.ZERO,
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        3,
                        false));
        assertThat(AppJson.definition(app.spec(), 1).get("healthChecks"))
                .isEqualTo(json("[{'protocol': 'HTTP', 'gracePeriodSeconds': 300, 'intervalSeconds': 60,"
                        + " 'timeoutSeconds': 20, 'maxConsecutiveFailures': 3, 'delaySeconds': 15,"
                        + " 'ipProtocol': 'IPv4', 'portIndex': 0, 'path': '/'}]"));
    }

    @Test
    void checksNextToTheTaskWaitTheirDelayAndTryTheContainerItself() {
        var check = checks(translate("'healthChecks': [{'protocol': 'MESOS_HTTP', 'delaySeconds': 4}]"))
                .getFirst();

        assertThat(check.delay()).isEqualTo(Duration.ofSeconds(4));
        assertThat(check.probe()).isEqualTo(http(0, false));
    }

    @ParameterizedTest
    @CsvSource({"HTTP,", "HTTPS,", "TCP,", "MESOS_HTTP,1", "MESOS_HTTPS,1", "MESOS_TCP,1"})
    void noFailuresAllowedNeverKillsFromOutsideAndAtOnceFromInside(String protocol, @Nullable Integer failuresMax) {
        var checks = checks(translate(
                "'healthChecks': [{'protocol': '" + protocol + "', 'maxConsecutiveFailures': 0, 'portIndex': 1}]"));

        assertThat(checks.getFirst().failuresMax()).isEqualTo(failuresMax);
    }

    @Test
    void aCommandIsRunInTheContainerAndIsKilledAtItsFirstFailureIfNoneIsAllowed() {
        var check = checks(
                        translate(
                                "'healthChecks': [{'protocol': 'COMMAND', 'command': {'value': 'true'}, 'maxConsecutiveFailures': 0}]"))
                .getFirst();

        assertThat(check.probe()).isEqualTo(new Probe.Command("true"));
        assertThat(check.failuresMax()).isEqualTo(1);
    }

    @Test
    void aReadinessCheckGatesTheRolloutByThePortOfItsName() {
        var app =
                translate("'readinessChecks': [{'name': 'up', 'path': '/ready', 'httpStatusCodesForReady': [200, 302],"
                        + " 'preserveLastResponse': true}]");

        assertThat(checks(app))
                .containsExactly(new CheckSpec(
                        "readiness-up",
                        CheckPurpose.ROLLOUT,
                        new Probe.Http(
                                false,
                                "/ready",
                                new Endpoint(new PortReference.Index(0), true, false),
                                List.of(new StatusRange(200, 200), new StatusRange(302, 302)),
                                false),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        null,
                        true));
        assertComesBack(app);
    }

    @Test
    void aCheckWithoutConsequencesIsObserved() {
        var http = checks(translate("'check': {'http': {'path': '/x', 'portIndex': 1}, 'delaySeconds': 1}"))
                .getFirst();
        assertThat(http.purpose()).isEqualTo(CheckPurpose.OBSERVED);
        assertThat(checks(translate("'check': {'tcp': {'port': 80}}"))
                        .getFirst()
                        .probe())
                .isEqualTo(new Probe.Tcp(new Endpoint(new PortReference.Fixed(80), false, false)));
        var exec = checks(translate("'check': {'exec': {'command': {'argv': ['test', '-e', 'it\\u0027s']}}}"));
        assertThat(exec.getFirst().probe()).isEqualTo(new Probe.Command("'test' '-e' 'it'\\''s'"));
    }

    @Test
    void allOfItComesBackAsItWasWritten() {
        assertComesBack(translate("'healthChecks': [{'protocol': 'HTTPS', 'path': 'ping', 'ignoreHttp1xx': true},"
                + " {'protocol': 'MESOS_TCP', 'port': 8080, 'ipProtocol': 'IPv6'},"
                + " {'protocol': 'COMMAND', 'command': {'value': 'x'}}],"
                + " 'check': {'exec': {'command': {'shell': 'true'}}, 'intervalSeconds': 0}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'healthChecks': [{'protocol': 'SMTP'}] | /healthChecks(0)/protocol",
                "'healthChecks': [{'portIndex': 2}] | /healthChecks(0)/portIndex",
                "'healthChecks': [{'portIndex': 0, 'port': 80}] | /healthChecks(0)/port",
                "'healthChecks': [{'port': 70000}] | /healthChecks(0)/port",
                "'healthChecks': [{'intervalSeconds': -1}] | /healthChecks(0)/intervalSeconds",
                "'healthChecks': [{'maxConsecutiveFailures': -1}] | /healthChecks(0)/maxConsecutiveFailures",
                "'healthChecks': [{'path': '/a b'}] | /healthChecks(0)/path",
                "'healthChecks': [{'ipProtocol': 'IPv5'}] | /healthChecks(0)/ipProtocol",
                "'healthChecks': [{}, {'protocol': 'TCP', 'path': '/'}] | /healthChecks(1)/path",
                "'healthChecks': [{'protocol': 'COMMAND'}] | /healthChecks(0)/command",
                "'healthChecks': [{'protocol': 'COMMAND', 'command': {'value': ''}}] | /healthChecks(0)/command/value",
                "'healthChecks': [{'protocol': 'COMMAND', 'command': {'value': 'x'}, 'port': 1}] | /healthChecks(0)/port",
                "'healthChecks': [{'command': {'value': 'x'}}] | /healthChecks(0)/command",
                "'readinessChecks': [{'portName': 'admin'}] | /readinessChecks(0)/portName",
                "'readinessChecks': [{'timeoutSeconds': 30}] | /readinessChecks(0)/timeoutSeconds",
                "'readinessChecks': [{'protocol': 'TCP'}] | /readinessChecks(0)/protocol",
                "'readinessChecks': [{'httpStatusCodesForReady': []}] | /readinessChecks(0)/httpStatusCodesForReady",
                "'readinessChecks': [{'httpStatusCodesForReady': [99]}] | /readinessChecks(0)/httpStatusCodesForReady(0)",
                "'readinessChecks': [{}, {}] | /readinessChecks",
                "'check': {'http': {}, 'tcp': {}} | /check/http",
                "'check': {'intervalSeconds': 5} | /check/http",
                "'check': {'tcp': {'portIndex': 7}} | /check/tcp/portIndex",
                "'check': {'exec': {'command': {}}} | /check/exec/command/shell",
                "'check': {'exec': {}} | /check/exec/command"
            },
            quoteCharacter = '~')
    void aBrokenRuleIsNamed(String fields, String path) {
        var refusal = catchThrowableOfType(HttpRefusal.class, () -> translate(fields));

        assertThat(refusal.status()).isEqualTo(422);
        var body = Json.read(((HttpEntity.Strict) refusal.response().entity()).getData());
        assertThat(body.get("details").findValuesAsText("path")).containsExactly(path);
    }

    private static Probe.Http http(int index, boolean published) {
        return new Probe.Http(
                false,
                "/",
                new Endpoint(new PortReference.Index(index), published, false),
                List.of(new StatusRange(200, 399)),
                false);
    }

    private static void assertComesBack(AppDefinition app) {
        var written = AppJson.definition(app.spec(), app.instances());
        assertThat(AppTranslator.translate(written, null, new ServicePorts(_ -> true, List.of(), 0)))
                .isEqualTo(app);
    }

    private static List<CheckSpec> checks(AppDefinition app) {
        return app.spec().containers().getFirst().checks();
    }

    private static AppDefinition translate(String fields) {
        return AppTranslator.translate(json(APP + fields + "}"), null, new ServicePorts(_ -> true, List.of(), 0));
    }

    private static JsonNode json(String text) {
        return Json.read(ByteString.fromString(text.replace('\'', '"')));
    }
}
