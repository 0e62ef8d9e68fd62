package dev.cadenza.tracking;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells from one request alone whether a machine made it. What only the hits around it tell is judged later. */
final class Agents {

    private static final List<String> MACHINES = List.of("bot", "crawl", "spider", "headless", "phantomjs", "puppeteer",
            "playwright", "selenium", "webdriver", "python", "curl/", "wget", "java/", "java-http-client", "okhttp",
            "go-http-client", "apache-httpclient", "httpclient", "libwww", "node-fetch", "axios", "guzzle", "ruby",
            "perl", "php/", "scrapy", "barracuda", "proofpoint", "mimecast", "safelinks", "fireeye", "trendmicro",
            "symantec", "messagelabs", "sophos", "forcepoint", "cloudmark", "virustotal", "urlscan", "zscaler",
            "bingpreview", "facebookexternalhit", "whatsapp", "skypeuripreview", "embedly", "preview", "monitor",
            "scanner", "scan/", "validator", "prefetch", "google-safety", "googleother", "mediapartners");

    private static final List<String> PREFETCH_HEADERS = List.of("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz");

    private Agents() {
    }

    /** @param classification MACHINE, SUSPECT, or PENDING where the request itself tells nothing against a person */
    record Verdict(String classification, @Nullable String reason) {

        private static Verdict machine(String reason) {
            return new Verdict("MACHINE", reason);
        }
    }

    static Verdict judge(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return Verdict.machine("Only asked with " + request.getMethod());
        }
        if (PREFETCH_HEADERS.stream().map(request::getHeader).anyMatch(Agents::announcesPrefetch)) {
            return Verdict.machine("Fetched in advance");
        }
        if (request.getRemoteAddr().startsWith("17.")) {
            return Verdict.machine("From a network that fetches mail in advance (17.0.0.0/8)");
        }
        return agent(request.getHeader("User-Agent"));
    }

    private static Verdict agent(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new Verdict("SUSPECT", "No user agent");
        }
        String agent = header.strip().toLowerCase(Locale.ROOT);
        if (agent.equals("mozilla/5.0")) { // Apple's Mail Privacy Protection
            return Verdict.machine("Bare user agent of a mail privacy proxy");
        }
        Optional<String> machine = MACHINES.stream().filter(agent::contains).findFirst();
        return machine.map(word -> Verdict.machine("User agent of a program (" + word + ")"))
                .orElseGet(() -> new Verdict("PENDING", null));
    }

    private static boolean announcesPrefetch(@Nullable String value) {
        return value != null && (value.toLowerCase(Locale.ROOT).contains("prefetch")
                || value.toLowerCase(Locale.ROOT).contains("preview"));
    }
}
