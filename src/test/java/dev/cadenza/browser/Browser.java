package dev.cadenza.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.boot.SpringApplication;

/**
 * A headless Chromium with somebody in front of it whom nobody knows yet. Closing it leaves nothing but what was loaded;
 * the next one is the same Chromium, which ends with the tests, because starting it costs more than most of what is done
 * with it.
 *
 * <p>Clicks and keys are the page's own events: what a driver types does not reach pages under a Content-Security-Policy
 * of {@code sandbox}, which is what the engine's web applications send.
 */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static @Nullable ChromeDriver kept;

    static {
        SpringApplication.getShutdownHandlers().add(Browser::end);
    }

    private final ChromeDriver driver;
    private final Set<String> origins = new HashSet<>();

    Browser() {
        driver = take();
    }

    private static synchronized ChromeDriver take() {
        ChromeDriver driver = kept == null ? start() : kept;
        kept = null;
        return driver;
    }

    private static ChromeDriver start() {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver")).usingAnyFreePort().build();
        return new ChromeDriver(service, new ChromeOptions().addArguments("--headless=new", "--no-sandbox",
                "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--window-size=1400,1000"));
    }

    private static synchronized void end() {
        if (kept != null) {
            kept.quit();
        }
    }

    private static synchronized void keep(ChromeDriver driver) {
        if (kept != null) {
            kept.quit();
        }
        kept = driver;
    }

    void open(String address) {
        URI uri = URI.create(address);
        if (uri.getAuthority() != null) {
            origins.add(uri.getScheme() + "://" + uri.getAuthority());
        }
        driver.get(address);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** Signs in to a web application of the engine. */
    void signIn(String address, String user, String password) {
        open(address);
        type("input[type=text]", user);
        type("input[type=password]", password);
        click("button[type=submit]");
        new WebDriverWait(driver, PATIENCE).until(d -> d.findElements(By.cssSelector("input[type=password]")).isEmpty());
    }

    /** Waits until it is there and shown. */
    WebElement see(String css) {
        return new WebDriverWait(driver, PATIENCE).ignoring(StaleElementReferenceException.class)
                .withMessage(() -> css + " is not shown on " + driver.getCurrentUrl())
                .until(d -> shown(css).stream().findFirst().orElse(null));
    }

    /** Waits until one of the elements holds the words. */
    WebElement see(String css, String words) {
        return new WebDriverWait(driver, PATIENCE).ignoring(StaleElementReferenceException.class)
                .withMessage(() -> "No " + css + " says \"" + words + "\" on " + driver.getCurrentUrl())
                .until(d -> shown(css).stream().filter(e -> e.getText().contains(words)).findFirst().orElse(null));
    }

    List<WebElement> shown(String css) {
        return driver.findElements(By.cssSelector(css)).stream().filter(WebElement::isDisplayed).toList();
    }

    void click(String css) {
        click(see(css));
    }

    void click(String css, String words) {
        click(see(css, words));
    }

    private void click(WebElement element) {
        new WebDriverWait(driver, PATIENCE).until(d -> element.isEnabled());
        script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", element);
    }

    void type(String css, String text) {
        script("arguments[0].focus(); arguments[0].value = arguments[1];"
                + "for (const type of ['input', 'change']) arguments[0].dispatchEvent(new Event(type, {bubbles: true}))",
                see(css), text);
    }

    Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** Shows pages as on a screen of this width, a phone's below 700. */
    void screen(int width, int height, boolean dark) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height,
                "deviceScaleFactor", 1, "mobile", width < 700));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name",
                "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** What the page and its policies complained about since this was last asked. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue()).map(LogEntry::getMessage).toList();
    }

    /** Keeps what is shown as a PNG under {@code target/screenshots}. */
    void keep(String name) {
        try {
            Path directory = Files.createDirectories(Path.of("target/screenshots"));
            Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is kept for a session goes with its tab, and so do the settings of the screen. */
    @Override
    public void close() {
        try {
            String used = driver.getWindowHandle();
            driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
            for (String origin : origins) {
                driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "all"));
            }
            String fresh = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
            driver.switchTo().window(used).close();
            driver.switchTo().window(fresh);
            complaints();
            keep(driver);
        } catch (WebDriverException broken) {
            driver.quit();
            throw broken;
        }
    }
}
