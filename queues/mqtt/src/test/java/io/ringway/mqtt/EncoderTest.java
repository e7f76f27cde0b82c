package io.ringway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EncoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void deviceJsonIsAnArrayOfReadings() {
        TelemetryEncoder encoder = TelemetryEncoder.thingsBoardDevice();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("celsius", 61.5);
        values.put("on", true);
        values.put("mode", "eco \"2\"");
        values.put("count", 7L);
        assertThat(encoder.add(new Telemetry("d", 1000, values), 1000)).isTrue();
        assertThat(encoder.add(new Telemetry("d", 2000, Map.of("celsius", 62.5f)), 1000))
                .isTrue();
        assertThat(new String(encoder.finish(), UTF_8)).isEqualTo("""
                        [{"ts":1000,"values":{"celsius":61.5,"on":true,"mode":"eco \\"2\\"","count":7}},\
                        {"ts":2000,"values":{"celsius":62.5}}]""");
        assertThat(encoder.topic()).isEqualTo("v1/devices/me/telemetry");
    }

    @Test
    void gatewayJsonGroupsReadingsByDevice() {
        TelemetryEncoder encoder = TelemetryEncoder.thingsBoardGateway();
        for (int i = 0; i < 2; i++) {
            encoder.add(new Telemetry("A", i, Map.of("x", i)), 1000);
            encoder.add(new Telemetry("B", i, Map.of("x", i)), 1000);
        }
        assertThat(new String(encoder.finish(), UTF_8)).isEqualTo("""
                        {"A":[{"ts":0,"values":{"x":0}},{"ts":1,"values":{"x":1}}],\
                        "B":[{"ts":0,"values":{"x":0}},{"ts":1,"values":{"x":1}}]}""");
        assertThat(encoder.topic()).isEqualTo("v1/gateway/telemetry");
    }

    @Test
    void plainPassesTextsOn() {
        TelemetryEncoder encoder = TelemetryEncoder.plain("t");
        encoder.add(Telemetry.ofPayload("ä"), 100);
        encoder.add(Telemetry.ofPayload("b"), 100);
        assertThat(new String(encoder.finish(), UTF_8)).isEqualTo("ä\nb");
        assertThatThrownBy(() -> encoder.add(new Telemetry("d", 0, Map.of("x", 1)), 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ofPayload");
        assertThatThrownBy(() -> TelemetryEncoder.plain("a/+")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readingsRefuseWhatCannotBeSent() {
        assertThatThrownBy(() -> new Telemetry("d", 0, Map.of("x", Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"x\"");
        assertThatThrownBy(() -> new Telemetry("d", 0, Map.of("x", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"x\"");
    }

    /** Whatever is in the readings: a batch is valid JSON with every reading that was added, and within its limit. */
    @Property(tries = 300)
    void batchesAreValidAndWithinTheirLimit(
            @ForAll("readings") @Size(max = 30) List<Telemetry> readings,
            @ForAll @IntRange(min = 2, max = 2000) int limit)
            throws Exception {
        for (TelemetryEncoder encoder :
                List.of(TelemetryEncoder.thingsBoardDevice(), TelemetryEncoder.thingsBoardGateway())) {
            List<Telemetry> added = new ArrayList<>();
            for (Telemetry reading : readings) {
                if (encoder.add(reading, limit)) {
                    added.add(reading);
                }
            }
            if (added.isEmpty()) {
                continue;
            }
            byte[] payload = encoder.finish();
            assertThat(payload.length).isLessThanOrEqualTo(limit);
            List<Long> times = new ArrayList<>();
            JsonNode root = JSON.readTree(payload);
            (root.isArray() ? List.of(root) : (Iterable<JsonNode>) root).forEach(array -> {
                array.forEach(reading -> times.add(reading.get("ts").asLong()));
            });
            assertThat(times)
                    .containsExactlyInAnyOrderElementsOf(
                            added.stream().map(Telemetry::timestamp).toList());
        }
    }

    @Property(tries = 300)
    void valuesArriveAsTheyWere(@ForAll("readings") @Size(max = 5) List<Telemetry> readings) throws Exception {
        TelemetryEncoder encoder = TelemetryEncoder.thingsBoardDevice();
        for (Telemetry reading : readings) {
            encoder.add(reading, Integer.MAX_VALUE);
            JsonNode values = JSON.readTree(encoder.finish()).get(0).get("values");
            assertThat(values.size()).isEqualTo(reading.values().size());
            reading.values().forEach((key, value) -> {
                JsonNode arrived = values.get(key);
                if (value instanceof Double number) {
                    assertThat(arrived.doubleValue()).isEqualTo(number);
                } else if (value instanceof Float number) {
                    assertThat(arrived.floatValue()).isEqualTo(number);
                } else {
                    assertThat(arrived.asText()).isEqualTo(value.toString());
                }
            });
        }
    }

    /**
     * Exactly, in no more digits than needed, and with its sign: decimal fractions as sensors have them, and others.
     */
    @Property(tries = 3000)
    void numbersArriveAsTheyWere(@ForAll("numbers") double number) {
        TelemetryEncoder encoder = TelemetryEncoder.thingsBoardDevice();
        encoder.add(new Telemetry("d", 0, Map.of("x", number)), 1000);
        String text =
                new String(encoder.finish(), UTF_8).replaceFirst(".*:", "").replace("}}]", "");
        assertThat(Double.doubleToRawLongBits(Double.parseDouble(text)))
                .as(text)
                .isEqualTo(Double.doubleToRawLongBits(number));
        assertThat(new BigDecimal(text).stripTrailingZeros().precision())
                .as(text)
                .isLessThanOrEqualTo(new BigDecimal(Double.toString(number))
                        .stripTrailingZeros()
                        .precision());
    }

    @Test
    void manyKeysAreNoTrouble() {
        TelemetryEncoder encoder = TelemetryEncoder.thingsBoardDevice();
        for (int i = 0; i < 3000; i++) {
            encoder.add(new Telemetry("d", i, Map.of("key \"" + i + '"', i)), 1000);
            assertThat(new String(encoder.finish(), UTF_8)).isEqualTo("""
                            [{"ts":%1$d,"values":{"key \\"%1$d\\"":%1$d}}]""".formatted(i));
        }
    }

    @Property(tries = 300)
    void recordsOfTheSpoolComeBackAsTheyWere(@ForAll("readings") @Size(max = 5) List<Telemetry> readings) {
        PayloadBuffer usedAgain = new PayloadBuffer();
        for (Telemetry reading : readings) {
            if (!UTF_8.newEncoder().canEncode(reading.device() + reading.values())) {
                continue; // such texts cannot be sent either
            }
            usedAgain.cutTo(0);
            TelemetryCodec.encode(reading, usedAgain);
            Telemetry decoded = TelemetryCodec.decode(ByteBuffer.wrap(usedAgain.copy()));
            assertThat(decoded.toString()).isEqualTo(reading.toString());
        }
    }

    @Property(tries = 1000)
    void anyBytesAreARecordOrNone(@ForAll byte[] bytes) {
        TelemetryCodec.decode(ByteBuffer.wrap(bytes));
        Command.decode(ByteBuffer.wrap(bytes));
        if (bytes.length > 0) {
            byte[] begun = bytes.clone();
            begun[0] = 1;
            TelemetryCodec.decode(ByteBuffer.wrap(begun));
            Command.decode(ByteBuffer.wrap(begun));
        }
    }

    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.longs()
                        .between(-2_000_000_000_000_000L, 2_000_000_000_000_000L)
                        .flatMap(digits ->
                                Arbitraries.of(1.0, 10.0, 1000.0, 1e6, 1e7).map(scale -> digits / scale)),
                Arbitraries.integers().between(-100_000, 100_000).map(digits -> digits / 100.0),
                Arbitraries.of(
                        0.0,
                        -0.0,
                        0.1,
                        -0.1,
                        1e-6,
                        1e-7,
                        0.000_001_5,
                        1e9,
                        999_999_999.999_999,
                        1e15,
                        1e22,
                        0.1 + 0.2));
    }

    @Provide
    Arbitrary<List<Telemetry>> readings() {
        Arbitrary<Object> value = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).map(text -> (Object) text),
                Arbitraries.doubles().map(number -> (Object) number),
                Arbitraries.floats().map(number -> (Object) number),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.integers().map(number -> (Object) number),
                Arbitraries.of(true, false).map(truth -> (Object) truth));
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(10);
        return Combinators.combine(
                        text, Arbitraries.longs(), Arbitraries.maps(text, value).ofMaxSize(5))
                .as(Telemetry::new)
                .list();
    }
}
