package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that are larger than the gateway's memory pass through it, both ways. */
@ExtendWith(InstallationParameter.class)
final class LargeBodyTest {
    private static final long MIB = 1L << 20;

    @Test
    void fourTimesTheHeapGoesUpAndDown(Installation bighammer) throws IOException {
        upAndDown(bighammer, 256 * MIB);
    }

    @Test
    @Tag("long")
    void aGibibyteGoesUpAndDown(Installation bighammer) throws IOException {
        upAndDown(bighammer, 1024 * MIB);
    }

    private static void upAndDown(Installation bighammer, long bytes) throws IOException {
        bighammer.set("BIGHAMMER_HEAP", "64m");
        bighammer.copy("services/count_service.php", "Develop/count_service.php");
        bighammer.write("config/services.json", """
                {"services": [{"name": "count", "path": "/Develop/count_service.php"}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [
                    {"path": "/count", "method": "PUT", "handler": "count", "timeout": "10m", "plugins": ["logger"]},
                    {"path": "/stream", "method": "GET", "handler": "count.stream", "timeout": "10m", "plugins": ["logger"]}]}
                """);
        bighammer.start();
        assertTrue(bighammer.processes().stream()
                .anyMatch(process -> process.commandLine().contains(" -Xmx64m ")));

        upload(bighammer.client(), bytes);
        download(bighammer.client(), bytes);
    }

    private static void upload(Client client, long bytes) throws IOException {
        HttpResponse<String> counted = client.send(
                "PUT",
                "/count",
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Counting(bytes)), bytes),
                BodyHandlers.ofString());
        assertEquals(200, counted.statusCode(), counted.body());
        assertEquals(
                "{\"status\":200,\"message\":\"OK\",\"data\":{\"bytes\":%d,\"crc32\":\"%08x\"}}"
                        .formatted(bytes, checksum(new Counting(bytes), bytes)),
                counted.body());
    }

    private static void download(Client client, long bytes) throws IOException {
        HttpResponse<InputStream> streamed =
                client.send("GET", "/stream?bytes=" + bytes, BodyPublishers.noBody(), BodyHandlers.ofInputStream());
        assertEquals(200, streamed.statusCode());
        assertEquals(checksum(new Counting(bytes), bytes), checksum(streamed.body(), bytes));
    }

    private static long checksum(InputStream in, long expectedBytes) throws IOException {
        CRC32 checksum = new CRC32();
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        try (in) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
                bytes += read;
            }
        }
        assertEquals(expectedBytes, bytes);
        return checksum.getValue();
    }

    /** The bytes 1 to 251 over and over, as count_service.php makes them: a piece that is lost or comes twice is seen. */
    private static final class Counting extends InputStream {
        private static final int PERIOD = 251;
        private static final byte[] BLOCK = block();

        private final long bytes;
        private long at;

        Counting(long bytes) {
            this.bytes = bytes;
        }

        private static byte[] block() {
            byte[] block = new byte[PERIOD * 256];
            for (int n = 0; n < block.length; n++) {
                block[n] = (byte) (n % PERIOD + 1);
            }
            return block;
        }

        @Override
        public int read() {
            return at == bytes ? -1 : BLOCK[(int) (at++ % BLOCK.length)] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at == bytes) {
                return -1;
            }
            int from = (int) (at % BLOCK.length);
            int count = (int) Math.min(Math.min(length, BLOCK.length - from), bytes - at);
            System.arraycopy(BLOCK, from, target, offset, count);
            at += count;
            return count;
        }
    }
}
