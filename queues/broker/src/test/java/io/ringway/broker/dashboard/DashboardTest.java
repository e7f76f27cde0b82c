package io.ringway.broker.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringway.broker.Broker;
import io.ringway.broker.BrokerConfig;
import io.ringway.broker.Caller;
import io.ringway.broker.Callers;
import io.ringway.broker.Latency;
import io.ringway.broker.http.HttpFront;
import io.ringway.durable.Delivery;
import io.ringway.durable.DlqConfig;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Message;
import io.ringway.durable.QueueConfig;
import io.ringway.durable.SubscribeOptions;
import io.ringway.durable.Subscription;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** What a person does with the dashboard, in Chromium, with a broker that has everything but load. */
class DashboardTest {

    private static final String TASKS = "$queue/tasks";
    private static final String MARKUP = "<img src=x onerror=\"document.title='owned'\">";

    @TempDir
    static Path data;

    private static ChromeDriver driver;
    private static Page page;
    private static Broker broker;

    @BeforeAll
    static void start() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
        driver = Chromium.start();
        page = new Page(driver);
        broker = Broker.start(new BrokerConfig(data, "127.0.0.1", 0, 0));
    }

    @AfterAll
    static void stop() {
        Awaitility.reset();
        if (driver != null) {
            driver.quit();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void empty() {
        queues().list().parallelStream().forEach(queue -> queues().delete(queue.name()));
        page.ownWidth();
        page.scheme("light");
    }

    @Test
    void theKeyboardAloneLeadsFromAnEmptyBrokerThroughThePage() {
        page.open(broker.httpPort(), "");
        page.see("#first-step", "No queues yet");

        page.tabTo("#create-first");
        page.press(Keys.ENTER);
        page.seeFocus("#create-name");
        page.press("tasks", Keys.ENTER);
        page.see("h1", TASKS);
        page.seeFocus("#detail-title");
        page.see("#notice", TASKS + " is created.");
        assertThat(queues().get(TASKS)).isEqualTo(QueueConfig.of(TASKS));

        publish(TASKS, "one");
        page.tabTo("#purge");
        page.press(Keys.ENTER);
        page.seeFocus("#confirm-no");
        page.press(Keys.ESCAPE);
        page.seeNo("#confirm");
        page.seeFocus("#purge");
        assertThat(depth(TASKS)).isOne();

        driver.switchTo().activeElement().sendKeys(Keys.chord(Keys.SHIFT, Keys.TAB));
        page.seeFocus("#back");
        page.press(Keys.ENTER);
        page.seeFocus("#overview-title");
        page.tabTo("#filter");
        page.press("TASK");
        page.tabTo("[data-sort=depth] button");
        page.press(Keys.ENTER);
        page.see("[data-sort=depth][aria-sort=descending]", "Depth");
        page.press(Keys.ENTER);
        page.see("[data-sort=depth][aria-sort=ascending]", "Depth");
        page.tabTo("#queue-rows a");
        page.press(Keys.ENTER);
        page.see("h1", TASKS);
    }

    @Test
    void showsWhatHappensInAQueue() {
        queues().create(QueueConfig.of(TASKS));
        publish(TASKS, "one", "two", "three");
        page.open(broker.httpPort(), "");
        page.see("#queue-rows tr", TASKS + " 3");
        page.see("#total-depth .value", "3");
        page.click("#queue-rows a");

        page.seeFigure("Depth", "3");
        page.see("#no-groups", "Nobody has subscribed");
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        try (Subscription ignored = subscribe("workers", deliveries)) {
            await().until(() -> deliveries.size() == 3);
            page.see("#groups h3", "workers");
            page.see("#groups p", "Lag 3, in flight 3");
            page.see("#groups tbody tr", "worker-1 0–9 3 64");
            page.seeFigure("Delivered", "3");
            deliveries.forEach(delivery -> delivery.ack().join());
            page.seeFigure("Depth", "0");
            page.seeFigure("Acknowledged", "3");
        }
        page.see("#groups p", "no consumer connected");
        publish(TASKS, "x".repeat(100).split(""));
        // The page asks every two seconds at most, and each message is in one of its intervals only.
        await().until(() -> rateIn() > 0);
        assertThat(rateIn()).isLessThanOrEqualTo(51);
        page.seeFigure("Depth", "100");
        await().until(() -> coloured("#queue-depth") > 20);

        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
        assertThat(page.<Long>run("return performance.getEntriesByType('resource')"
                        + ".filter(({name}) => !name.startsWith(location.origin)).length"))
                .isZero();
    }

    @Test
    void showsLatency() {
        queues().create(QueueConfig.of(TASKS));
        try (HttpFront slow = front(Callers.OPEN, queue -> new Latency(0.0005, 0.25, 2.0))) {
            page.open(slow.port(), "");
            page.see("#queue-rows", "250 ms");
            page.click("#queue-rows a");
            page.see("#queue-latency .legend", "p50 500 µs\np99 250 ms\np99.9 2 s");
        }
    }

    private static double rateIn() {
        String text = page.element("#queue-rates .value").getText();
        return text.equals("–") ? 0 : Double.parseDouble(text);
    }

    /** Counts the pixels of a chart in which its first line is drawn. */
    private static long coloured(String figure) {
        return page.run("""
                const canvas = document.querySelector(arguments[0] + ' canvas');
                const [r, g, b] = getComputedStyle(document.querySelector('.swatch.line-1')).color.match(/\\d+/g);
                const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                let count = 0;
                for (let i = 0; i < data.length; i += 4) {
                    count += data[i + 3] > 200 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 20;
                }
                return count;
                """, figure);
    }

    @Test
    void retriesADeadLetterAndShowsItsTextsAsTexts() {
        String name = "$queue/" + MARKUP;
        queues().create(QueueConfig.of(name));
        deadLetters(name, MARKUP, "second");
        page.open(broker.httpPort(), "");
        page.see("#queue-rows a", name);
        page.click("#queue-rows a");
        page.see("h1", name);
        page.see("#dead-rows tr:first-child", MARKUP);
        page.see("#dead-rows tr:first-child", "Rejected\nnot a <b>picture</b>");
        page.see("#groups h3", "<i>group</i>");
        assertThat(page.count("main img, main b, main i")).isZero();

        page.click("#dead-rows tr:first-child button");
        page.see("#notice", "The message is back in its queue.");
        page.seeFocus("#dead-rows tr:first-child button");
        page.see("#dead-rows tr:first-child", "second");
        page.seeFigure("Depth", "1");
        assertThat(queues().deadLetters(name, null, 10)).hasSize(1);
        page.click("#dead-rows button");
        page.see("#no-dead", "None.");
        page.seeFocus("#dead-title");
        assertThat(depth(name)).isEqualTo(2);
        assertThat(driver.getTitle()).isEqualTo(name + " – Ringway");
    }

    @Test
    void pagesThroughDeadLetters() {
        queues().create(QueueConfig.of(TASKS));
        deadLetters(TASKS, IntStream.range(0, 30).mapToObj(i -> "letter " + i).toArray(String[]::new));
        openTasks();
        page.see("#dead-rows tr:nth-child(25)", "letter ");
        page.click("#dead-next");
        await().until(() -> page.count("#dead-rows tr") == 5);
        page.click("#dead-first");
        await().until(() -> page.count("#dead-rows tr") == 25);
    }

    @Test
    void purgesOnlyAfterAYes() {
        queues().create(QueueConfig.of(TASKS));
        deadLetters(TASKS, "bad", "worse");
        publish(TASKS, "one", "two", "three");
        openTasks();
        page.seeFigure("Depth", "3");

        page.click("#purge");
        page.see("#confirm", "This deletes 3 messages in " + TASKS);
        page.click("#confirm-no");
        page.seeNo("#confirm");
        page.click("#purge-dead");
        page.see("#confirm", "This deletes 2 dead letters in $queue/dlq/tasks");
        page.click("#confirm-no");
        page.seeNo("#confirm");
        page.click("#delete");
        page.see("#confirm", "This deletes " + TASKS + " with 3 messages and 1 consumer group");
        page.click("#confirm-no");
        page.seeNo("#confirm");
        assertThat(depth(TASKS)).isEqualTo(3);
        assertThat(queues().deadLetters(TASKS, null, 10)).hasSize(2);

        page.click("#purge");
        page.see("#confirm-yes", "Delete 3 messages");
        page.click("#confirm-yes");
        page.see("#notice", "3 messages deleted from " + TASKS);
        assertThat(depth(TASKS)).isZero();
        assertThat(queues().deadLetters(TASKS, null, 10)).hasSize(2);
        page.click("#purge-dead");
        page.see("#confirm-yes", "Delete 2 dead letters");
        page.click("#confirm-yes");
        page.see("#notice", "2 dead letters deleted from $queue/dlq/tasks");
        assertThat(queues().deadLetters(TASKS, null, 10)).isEmpty();
        page.seeFocus("#dead-title");
        page.click("#delete");
        page.see("#confirm-yes", "Delete queue");
        page.click("#confirm-yes");
        page.see("#overview-title", "Queues");
        assertThat(queues().find(TASKS)).isEmpty();
    }

    @Test
    void tellsWhyAQueueCannotBeCreated() {
        queues().create(QueueConfig.of(TASKS));
        page.open(broker.httpPort(), "");
        page.click("#create-open");
        page.type("#create-name", "tasks");
        page.click("#create-submit");
        page.see("#create-failure", TASKS);
        page.seeFocus("#create-name");
        page.type("#create-name", "/strict");
        page.type("#create-ordering", "In order throughout");
        page.type("#create-partitions", "2");
        page.click("#create-submit");
        page.see("#create-failure", "partitions");
        page.element("#create-partitions").clear();
        page.type("#create-durability", "survives the broker");
        page.click("#create-submit");
        page.see("h1", TASKS + "/strict");
        QueueConfig created = queues().get(TASKS + "/strict");
        assertThat(created.partitions()).isOne();
        assertThat(created.toMap()).containsEntry("ordering", "strict").containsEntry("durability", "os");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void axeFindsNothingToObjectTo(String scheme) {
        queues().create(QueueConfig.of(TASKS));
        deadLetters(TASKS, "bad", "x".repeat(1_000));
        page.scheme(scheme);
        page.open(broker.httpPort(), "");
        page.see("#queue-rows", TASKS);
        assertThat(page.accessibilityViolations()).isEmpty();
        page.click("#create-open");
        page.see("#create", "Create a queue");
        assertThat(page.accessibilityViolations()).isEmpty();
        page.press(Keys.ESCAPE);
        page.click("#queue-rows a");
        try (Subscription ignored = subscribe("workers", new LinkedBlockingQueue<>())) {
            page.see("#groups td", "0–9");
            assertThat(page.accessibilityViolations()).isEmpty();
        }
        page.click("#purge");
        page.see("#confirm", "This deletes");
        assertThat(page.accessibilityViolations()).isEmpty();
        page.press(Keys.ESCAPE);
        queues().delete(TASKS);
        page.see("#gone", "no such queue");
        assertThat(page.accessibilityViolations()).isEmpty();
        queues().delete("$queue/dlq/tasks");
        page.click("#back");
        page.see("#first-step", "No queues yet");
        assertThat(page.accessibilityViolations()).isEmpty();
    }

    @Test
    void fitsAPhone() {
        String name = "$queue/" + "anamewithoutanend".repeat(15);
        queues().create(QueueConfig.of(name));
        deadLetters(name, "x".repeat(1_000));
        page.width(360);
        page.open(broker.httpPort(), "");
        page.see("#queue-rows", name);
        assertThat(overflow()).isZero();
        page.click("#create-open");
        page.see("#create", "Create a queue");
        assertThat(overflow()).isZero();
        page.press(Keys.ESCAPE);
        page.click("#queue-rows a");
        page.see("#dead-rows", "Rejected");
        page.click("#dead-rows summary");
        assertThat(overflow()).isZero();
        page.click("#purge");
        page.see("#confirm", name);
        assertThat(overflow()).isZero();
        page.click("#confirm-no");
        page.click("#dead-rows button");
        page.see("#no-dead", "None.");
    }

    private static long overflow() {
        return page.run(
                "const {scrollWidth, clientWidth} = document.documentElement; return scrollWidth - clientWidth");
    }

    @Test
    void isDarkWhereThePersonWantsIt() {
        queues().create(QueueConfig.of(TASKS));
        page.open(broker.httpPort(), "");
        page.see("#queue-rows", TASKS);
        long light = brightness();
        page.scheme("dark");
        await().until(() -> brightness() < 50);
        assertThat(light).isGreaterThan(200);
        await().until(() -> coloured("#total-depth") > 20);
    }

    private static long brightness() {
        return page.run("return Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");
    }

    @Test
    void goesOnByItselfWhenTheBrokerIsBack() {
        queues().create(QueueConfig.of(TASKS));
        openTasks();
        page.seeFigure("Depth", "0");
        int port = broker.httpPort();
        broker.close();
        page.see("#trouble", "The broker does not answer.");
        page.see("#connection", "Not connected");
        page.seeFigure("Depth", "0");

        broker = Broker.start(new BrokerConfig(data, "127.0.0.1", 0, port));
        page.see("#connection", "Live");
        page.seeNo("#trouble");
        publish(TASKS, "after the restart");
        page.seeFigure("Depth", "1");
    }

    @Test
    void aThousandQueuesStayUsable() {
        IntStream.range(0, 1_000)
                .parallel()
                .mapToObj("$queue/load/%04d"::formatted)
                .forEach(name -> queues().create(QueueConfig.builder(name)
                        .dlqConfig(new DlqConfig(false, "$queue/dlq/load", null))
                        .build()));
        publish("$queue/load/0777", "one");
        page.open(broker.httpPort(), "");
        page.see("#matches", "1,000 queues");
        assertThat(page.count("#queue-rows tr")).isEqualTo(25);
        page.see("#page-number", "Page 1 of 40");
        page.click("#next-page");
        page.see("#queue-rows tr:first-child", "$queue/load/0025");
        page.click("[data-sort=depth] button");
        page.see("#queue-rows tr:first-child", "$queue/load/0777 1");
        page.see("#page-number", "Page 1 of 40");
        page.type("#filter", "099");
        page.see("#matches", "11 of 1,000 queues");
        page.seeNo("#pager");
        page.type("#filter", "no such");
        page.see("#no-match", "No queue has this");
    }

    @Test
    void showsDeadLetterQueuesWhereAskedTo() {
        queues().create(QueueConfig.of(TASKS));
        deadLetters(TASKS, "bad");
        page.open(broker.httpPort(), "");
        page.see("#matches", "1 queue");
        page.see("#queue-rows tr td:last-child", "1");
        page.click("#with-dead");
        page.see("#matches", "2 queues");
        page.see("#queue-rows", "$queue/dlq/tasks");
    }

    @Test
    void asksNothingWhilePausedOrHidden() {
        queues().create(QueueConfig.of(TASKS));
        openTasks();
        page.seeFigure("Depth", "0");
        page.click("#pause");
        page.see("#connection", "Paused");
        assertThat(requestsInThreeSeconds()).isZero();
        publish(TASKS, "one");
        page.click("#pause");
        page.seeFigure("Depth", "1");

        driver.manage().window().minimize();
        await().until(() -> page.<Boolean>run("return document.hidden"));
        assertThat(requestsInThreeSeconds()).isZero();
        publish(TASKS, "two");
        driver.manage().window().maximize();
        page.seeFigure("Depth", "2");
    }

    private static long requestsInThreeSeconds() {
        Object requests = driver.executeAsyncScript("""
                const done = arguments[0];
                performance.clearResourceTimings();
                setTimeout(() => done(performance.getEntriesByType('resource').length), 3000);
                """);
        return (Long) requests;
    }

    @Test
    void asksForTheTokenAndKeepsItInTheTabOnly() {
        queues().create(QueueConfig.of(TASKS));
        Callers callers = new Callers() {
            @Override
            public boolean areKnown() {
                return true;
            }

            @Override
            public @Nullable Caller find(@Nullable String token) {
                return "secret".equals(token) ? Caller.EVERYBODY : null;
            }
        };
        try (HttpFront guarded = front(callers, queue -> Latency.NONE)) {
            page.open(guarded.port(), "");
            page.see("#token", "This broker wants a token");
            page.seeFocus("#token-value");
            page.press("wrong", Keys.ENTER);
            page.see("#token-failure", "The broker refused the token.");
            page.press("secret", Keys.ENTER);
            page.see("#queue-rows", TASKS);
            page.click("#queue-rows a");
            page.see("h1", TASKS);
            assertThat(page.<Long>run("return localStorage.length")).isZero();
            assertThat(driver.manage().getCookies()).isEmpty();
            assertThat(driver.getCurrentUrl()).doesNotContain("secret");
            driver.navigate().refresh();
            page.seeFigure("Depth", "0");
        }
    }

    /** Serves the same queues to other people, or with other figures. */
    private static HttpFront front(Callers callers, Function<String, Latency> latency) {
        return HttpFront.start(
                queues(), callers, latency, BrokerConfig.Limits.DEFAULT, () -> true, () -> "", null, "127.0.0.1", 0);
    }

    private static DurableQueues queues() {
        return broker.queues();
    }

    private static void openTasks() {
        page.open(broker.httpPort(), "#/queues/" + URLEncoder.encode(TASKS, UTF_8));
        page.see("h1", TASKS);
    }

    private static long depth(String queue) {
        return queues().stats(queue).depth();
    }

    private static void publish(String queue, String... payloads) {
        for (String payload : payloads) {
            queues().publish(queue, Message.of(payload.getBytes(UTF_8))).join();
        }
    }

    private static Subscription subscribe(String group, BlockingQueue<Delivery> deliveries) {
        return queues().subscribe(TASKS, group, "worker-1", SubscribeOptions.DEFAULT, deliveries::add);
    }

    /** Has messages published and rejected, by a group that leaves again. */
    private static void deadLetters(String queue, String... payloads) {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        try (Subscription ignored = queues().subscribe(
                        queue, "<i>group</i>", "<i>consumer</i>", SubscribeOptions.DEFAULT, deliveries::add)) {
            publish(queue, payloads);
            await().until(() -> deliveries.size() == payloads.length);
            deliveries.forEach(
                    delivery -> delivery.reject("not a <b>picture</b>").join());
        }
        await().until(() -> queues().deadLetters(queue, null, 100).size() == payloads.length);
    }
}
