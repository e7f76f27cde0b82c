package io.ringway.queues.packaging;

import io.ringway.queues.BoundedQueue;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the classes of the queues were loaded from: the jar in a Maven build, a folder of classes in an editor. */
final class OurJar {

    private OurJar() {}

    static Path path() {
        try {
            return Path.of(BoundedQueue.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
