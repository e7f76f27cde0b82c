package io.ringway.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * Runs the JCStress tests that need more cores than a small machine has, on ordinary threads.
 *
 * <p>That is far from what JCStress does with a core for each actor, and no substitute for it: the gate still reports
 * those tests as not run. But threads that share a core are preempted in odd places, a wake-up that goes astray hangs
 * here as well, and a test that is wrong itself shows.
 */
class MoreActorsThanCoresTest {

    private static final Path LIST = Path.of("target", "classes", "META-INF", "TestList");
    private static final String GROUP = "io.ringway.stress.jcstress.many.";
    private static final int RACES = 2000;

    static Stream<String> tests() throws IOException {
        return Results.names(LIST).stream().filter(name -> name.startsWith(GROUP));
    }

    @ParameterizedTest
    @MethodSource("tests")
    @Timeout(value = 2, unit = TimeUnit.MINUTES) // a thread that is never woken must end as a failure
    void actorsOnSharedCoresEndOnlyAsAllowed(String name) throws Exception {
        Class<?> test = Class.forName(GROUP + name.substring(GROUP.length()).replace('.', '$'));
        List<Method> actors = annotated(test, Actor.class);
        List<Method> arbiters = annotated(test, Arbiter.class);
        Class<?> resultType = actors.get(0).getParameterTypes()[0];
        ExecutorService threads = Executors.newFixedThreadPool(actors.size());
        try {
            for (int race = 0; race < RACES; race++) {
                Object state = test.getConstructor().newInstance();
                Object result = resultType.getConstructor().newInstance();
                race(threads, actors, state, result);
                for (Method arbiter : arbiters) {
                    arbiter.invoke(state, result);
                }
                assertThat(result.toString()).matches(seen -> allowed(test, seen), "is an allowed outcome");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void race(ExecutorService threads, List<Method> actors, Object state, Object result)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(actors.size());
        List<Callable<Object>> calls = new ArrayList<>();
        for (Method actor : actors) {
            calls.add(() -> {
                start.await();
                return actor.invoke(state, result);
            });
        }
        for (Future<Object> ended : threads.invokeAll(calls)) {
            ended.get();
        }
    }

    private static boolean allowed(Class<?> test, String seen) {
        JCStressMeta meta = test.getAnnotation(JCStressMeta.class);
        Class<?> described = meta == null ? test : meta.value();
        return Stream.of(described.getAnnotationsByType(Outcome.class))
                .filter(outcome -> outcome.expect() == Expect.ACCEPTABLE)
                .flatMap(outcome -> Stream.of(outcome.id()))
                .anyMatch(seen::equals);
    }

    private static List<Method> annotated(Class<?> test, Class<? extends Annotation> role) {
        return Stream.of(test.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(role))
                .toList();
    }
}
