package io.ringway.mqtt.ingest;

import java.sql.Connection;
import java.sql.SQLException;

/** The statements of a database. Each takes whole columns as arrays: one statement a batch, however many rows. */
enum Dialect {
    POSTGRESQL(
            // The locks are taken in the order of the feeds, so that two writers do not wait for each other in a
            // circle.
            """
            SELECT k.n, f.id, f.active, f.min_value, f.max_value
            FROM unnest(?::uuid[], ?::text[]) WITH ORDINALITY AS k (user_id, feed_key, n)
            JOIN feed f ON f.user_id = k.user_id AND f.feed_key = k.feed_key
            ORDER BY f.id FOR NO KEY UPDATE OF f""", """
            INSERT INTO feed_value (feed_id, message_key, taken_at, reading)
            SELECT feed_id, message_key, to_timestamp(millis / 1000.0), reading
            FROM unnest(?::bigint[], ?::uuid[], ?::bigint[], ?::float8[]) AS v (feed_id, message_key, millis, reading)
            ON CONFLICT (feed_id, message_key) DO NOTHING""", """
            UPDATE feed SET last_value = v.reading, updated_at = v.at
            FROM (SELECT feed_id, to_timestamp(millis / 1000.0) AS at, reading
                  FROM unnest(?::bigint[], ?::bigint[], ?::float8[]) AS u (feed_id, millis, reading)) v
            WHERE feed.id = v.feed_id AND (feed.updated_at IS NULL OR feed.updated_at <= v.at)""", """
            SELECT k.n
            FROM unnest(?::uuid[], ?::text[]) WITH ORDINALITY AS k (user_id, device_code, n)
            JOIN device d ON d.user_id = k.user_id AND d.device_code = k.device_code
            ORDER BY d.user_id, d.device_code FOR NO KEY UPDATE OF d""", """
            UPDATE device SET status = s.status, status_at = to_timestamp(s.millis / 1000.0)
            FROM unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[]) AS s (user_id, device_code, status, millis)
            WHERE device.user_id = s.user_id AND device.device_code = s.device_code"""),

    H2("""
            SELECT k.n, f.id, f.active, f.min_value, f.max_value
            FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS VARCHAR ARRAY)) WITH ORDINALITY AS k (user_id, feed_key, n)
            JOIN feed f ON f.user_id = k.user_id AND f.feed_key = k.feed_key""", """
            INSERT INTO feed_value (feed_id, message_key, taken_at, reading)
            SELECT feed_id, message_key, DATEADD(MILLISECOND, millis, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00'), reading
            FROM UNNEST(CAST(? AS BIGINT ARRAY), CAST(? AS UUID ARRAY), CAST(? AS BIGINT ARRAY),
                        CAST(? AS DOUBLE PRECISION ARRAY)) AS v (feed_id, message_key, millis, reading)
            WHERE NOT EXISTS (SELECT 1 FROM feed_value e WHERE e.feed_id = v.feed_id AND e.message_key = v.message_key)""", """
            MERGE INTO feed AS f
            USING (SELECT feed_id, DATEADD(MILLISECOND, millis, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00') AS at, reading
                   FROM UNNEST(CAST(? AS BIGINT ARRAY), CAST(? AS BIGINT ARRAY), CAST(? AS DOUBLE PRECISION ARRAY))
                        AS u (feed_id, millis, reading)) AS v
            ON f.id = v.feed_id AND (f.updated_at IS NULL OR f.updated_at <= v.at)
            WHEN MATCHED THEN UPDATE SET last_value = v.reading, updated_at = v.at""", """
            SELECT k.n
            FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS VARCHAR ARRAY)) WITH ORDINALITY AS k (user_id, device_code, n)
            JOIN device d ON d.user_id = k.user_id AND d.device_code = k.device_code""", """
            MERGE INTO device AS d
            USING (SELECT user_id, device_code, status, DATEADD(MILLISECOND, millis, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00') AS at
                   FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS VARCHAR ARRAY), CAST(? AS VARCHAR ARRAY), CAST(? AS BIGINT ARRAY))
                        AS u (user_id, device_code, status, millis)) AS s
            ON d.user_id = s.user_id AND d.device_code = s.device_code
            WHEN MATCHED THEN UPDATE SET status = s.status, status_at = s.at""");

    final String findFeeds;
    final String insertValues;
    final String updateFeeds;
    final String findDevices;
    final String updateDevices;

    Dialect(String findFeeds, String insertValues, String updateFeeds, String findDevices, String updateDevices) {
        this.findFeeds = findFeeds;
        this.insertValues = insertValues;
        this.updateFeeds = updateFeeds;
        this.findDevices = findDevices;
        this.updateDevices = updateDevices;
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "H2" -> H2;
            default ->
                throw new IllegalArgumentException(
                        "Ingest writes to H2 or PostgreSQL, not to " + product + ": give it another database");
        };
    }
}
