/**
 * A log of batches that survives a crash, and a bounded spool of records on it.
 *
 * <p>{@link io.ringway.log.CommandLog} is the contract: batches go in at the end, {@code sync} makes them durable, and
 * after a restart they are replayed in order. {@link io.ringway.log.SegmentLog} keeps it on disk,
 * {@link io.ringway.log.MemoryLog} in memory, for tests. {@link io.ringway.log.Spool} is a queue of records for what
 * can't be sent now. {@link io.ringway.log.LogVerifier} looks at the files of either.
 *
 * <h2>The files of a log</h2>
 *
 * All numbers are big-endian. Checksums are CRC-32C. Positions are addresses in one endless space of bytes.
 *
 * <table class="striped">
 * <caption>The names in the directory</caption>
 * <thead><tr><th scope="col">name</th><th scope="col">what it is</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@code 0123456789abcdef.log}</th><td>a segment; the name is the position of its first byte</td></tr>
 * <tr><th scope="row">{@code 0123456789abcdef.snapshot}</th><td>a snapshot; the name is its position</td></tr>
 * <tr><th scope="row">{@code spare-7}</th><td>a file that can become a segment; what is in it doesn't matter</td></tr>
 * <tr><th scope="row">{@code snapshot.tmp}</th><td>a snapshot that is being written</td></tr>
 * <tr><th scope="row">{@code lock}</th><td>locked by the process that uses the log; it holds that process' number</td></tr>
 * </tbody>
 * </table>
 *
 * <h3>Segment</h3>
 *
 * A segment has its full size from the beginning. Each begins where the one before it ends. Its header has 64 bytes:
 *
 * <table class="striped">
 * <caption>The header of a segment</caption>
 * <thead><tr><th scope="col">offset</th><th scope="col">bytes</th><th scope="col">what</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">0</th><td>8</td><td>{@code RINGWLOG} in ASCII</td></tr>
 * <tr><th scope="row">8</th><td>4</td><td>format version, 1. Another one is refused</td></tr>
 * <tr><th scope="row">12</th><td>4</td><td>checksum of the other bytes of the header</td></tr>
 * <tr><th scope="row">16</th><td>8</td><td>base: the position of the first byte of the file</td></tr>
 * <tr><th scope="row">24</th><td>8</td><td>size of the file</td></tr>
 * <tr><th scope="row">32</th><td>8</td><td>id: random, another one each time the file becomes a segment</td></tr>
 * <tr><th scope="row">40</th><td>8</td><td>the position at which the frames of the segment before end</td></tr>
 * <tr><th scope="row">48</th><td>16</td><td>zero</td></tr>
 * </tbody>
 * </table>
 *
 * <h3>Frame</h3>
 *
 * Frames follow the header and one another, each at a multiple of 8:
 *
 * <table class="striped">
 * <caption>A frame</caption>
 * <thead><tr><th scope="col">offset</th><th scope="col">bytes</th><th scope="col">what</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">0</th><td>4</td><td>checksum of the segment's id, of the frame from offset 4, and of the payload</td></tr>
 * <tr><th scope="row">4</th><td>4</td><td>length of the payload. A frame without payload is a mark: it is not shown</td></tr>
 * <tr><th scope="row">8</th><td>8</td><td>the position of the payload, which is its own</td></tr>
 * <tr><th scope="row">16</th><td>8</td><td>the position below which all was durable when the frame was written</td></tr>
 * <tr><th scope="row">24</th><td>length</td><td>the payload; then zeros up to a multiple of 8</td></tr>
 * </tbody>
 * </table>
 *
 * Behind the last frame stand 24 zeros, written together with it, and then anything: zeros, or what an earlier use of
 * the file has left. Frames of an earlier use have another id in their checksum and another position, so they are never
 * taken for frames of this one; nor are bytes in a payload that look like a frame, because the id isn't known to who
 * made them.
 *
 * <h3>Recovery</h3>
 *
 * A segment is synced before its successor gets its name. So only the last segment can have a torn end. Its frames are
 * read up to the first place that has none. If a whole frame behind that place says that the log was durable beyond it,
 * then a durable frame was damaged, and the log is refused. Otherwise it was never durable: the log ends there, and
 * what is behind is overwritten with zeros, so that it can't come back behind new frames. When a log is closed, and
 * when it was opened after a crash, a mark is written behind the last frame: damage to it can then be told from a torn
 * end.
 *
 * <h3>Snapshot</h3>
 *
 * A header of 24 bytes ({@code RINGWSNP}, version 1 in 4 bytes, checksum in 4, position in 8), then chunks: checksum (4
 * bytes, of position, offset in the file, and bytes), length (4), at most 65,536 bytes. A chunk without bytes is the
 * end of the file. It is written under another name, synced, and renamed.
 *
 * <h2>The files of a spool</h2>
 *
 * The log is in the directory {@code log-N}. The file {@code head} has two slots of 64 bytes, at 0 and 512:
 * {@code RINGWHEA}, version 1 (4 bytes), checksum (4), number of the change (8), N (8), number of the oldest pending
 * record (8), a position at or before its frame (8), zeros. The slot with the higher number of change counts; changes
 * go to the other slot only when this one is durable. A payload of the log is the number of its first record (8 bytes)
 * and then records: length (4), milliseconds since 1970 (8), bytes.
 */
@NullMarked
package io.ringway.log;

import org.jspecify.annotations.NullMarked;
