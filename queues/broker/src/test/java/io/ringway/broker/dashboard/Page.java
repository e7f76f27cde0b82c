package io.ringway.broker.dashboard;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The dashboard as a person has it: what is to be seen, and what can be done. */
final class Page {

    /** The most elements that a walk by Tab passes before it gives up. */
    private static final int LONGEST_WALK = 60;

    private final ChromeDriver driver;

    Page(ChromeDriver driver) {
        this.driver = driver;
    }

    void open(int port, String fragment) {
        driver.get("about:blank");
        driver.get("http://127.0.0.1:" + port + "/" + fragment);
    }

    /** Waits until something is to be seen that has a text in it. */
    void see(String selector, String text) {
        await(selector + " shows '" + text + "'").until(() -> shows(selector, text));
    }

    /** Waits until nothing like this is to be seen. */
    void seeNo(String selector) {
        await("no " + selector).until(() -> !shows(selector, ""));
    }

    private boolean shows(String selector, String text) {
        try {
            return driver.findElements(By.cssSelector(selector)).stream()
                    .anyMatch(element ->
                            element.isDisplayed() && element.getText().contains(text));
        } catch (WebDriverException e) {
            return false; // It went while it was looked at.
        }
    }

    /** Waits until a term of a list of figures has a value. */
    void seeFigure(String term, String value) {
        await(term + " is " + value)
                .until(() -> driver.findElements(By.xpath("//dl/div[dt='" + term + "']/dd")).stream()
                        .anyMatch(figure -> figure.getText().equals(value)));
    }

    void click(String selector) {
        see(selector, "");
        element(selector).click();
    }

    void type(String selector, String text) {
        element(selector).sendKeys(text);
    }

    /** Presses keys, for whatever has the focus. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Walks by Tab until something has the focus. */
    void tabTo(String selector) {
        for (int i = 0; i < LONGEST_WALK; i++) {
            press(Keys.TAB);
            if (hasFocus(selector)) {
                return;
            }
        }
        throw new AssertionError(LONGEST_WALK + " times Tab, and " + selector + " did not get the focus");
    }

    void seeFocus(String selector) {
        await("focus on " + selector).until(() -> hasFocus(selector));
    }

    private boolean hasFocus(String selector) {
        return (Boolean) Objects.requireNonNull(
                driver.executeScript("return document.activeElement.matches(arguments[0])", selector));
    }

    WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <T> T run(String script, Object... arguments) {
        return (T) driver.executeScript(script, arguments);
    }

    void scheme(String name) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
    }

    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", false));
    }

    void ownWidth() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** Returns what axe-core objects to in the page as it is: the rule, and the elements. */
    List<String> accessibilityViolations() {
        driver.executeScript(AXE);
        @SuppressWarnings("unchecked")
        List<String> violations = (List<String>) Objects.requireNonNull(driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run().then(
                    ({violations}) => done(violations.map(
                        ({id, nodes}) => `${id}: ${nodes.map(node => node.html + ' ' + node.failureSummary).join('; ')}`)),
                    error => done([String(error)]));
                """));
        return violations;
    }

    private static final String AXE = resource("/axe.min.js");

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
