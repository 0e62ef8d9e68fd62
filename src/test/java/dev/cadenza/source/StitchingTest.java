package dev.cadenza.source;

import static dev.cadenza.source.SourceFixture.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.source.SourceFixture.Source;
import dev.cadenza.testing.CadenzaTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An anonymous visitor becomes known, and what it did before comes along: all of it, once, in its order. */
@CadenzaTest
class StitchingTest {

    @Autowired
    SourceFixture fixture;

    private static String event(String visitor, String id, String name, String more) {
        return """
                {"client_id": "%s"%s, "events": [{"name": "%s", "params": {"event_id": "%s",
                 "page_location": "https://www.example.com/%s"}}]}""".formatted(visitor, more, name, id, id);
    }

    @Test
    void earlierVisitsComeAlongWhenTheVisitorSaysWhoItIs() throws Exception {
        Source site = fixture.source("gtm", Map.of());
        String email = mail("visitor");
        UUID lead = fixture.lead(email);
        String visitor = UUID.randomUUID().toString();
        for (String page : List.of("a", "b", "c")) {
            fixture.gtm(site, event(visitor, page, "page_view", ""));
            fixture.applyAll();
        }
        fixture.gtm(site, event("somebody-else-" + visitor, "z", "page_view", ""));
        fixture.applyAll();
        assertThat(fixture.stream(lead)).isEmpty();

        fixture.gtm(site, event(visitor, "d", "sign_up", ", \"user_data\": {\"email\": \"" + email + "\"}"));
        fixture.applyAll();
        fixture.gtm(site, event(visitor, "e", "page_view", ""));
        fixture.gtm(site, event(visitor, "a", "page_view", ""));
        fixture.applyAll();

        assertThat(fixture.stream(lead)).containsExactly("VISIT /a", "VISIT /b", "VISIT /c", "CUSTOM sign_up",
                "VISIT /e");
        assertThat(fixture.view(site).get("anonymous").asInt()).isEqualTo(1);
        assertThat(fixture.view(site).get("received").asInt()).isEqualTo(6);
    }

    @Test
    void aVisitorWhoIsKnownOnAnotherBrowserBringsBothPasts() throws Exception {
        Source site = fixture.source("gtm", Map.of("createLeads", true));
        String email = mail("two");
        String phone = UUID.randomUUID().toString();
        String desk = UUID.randomUUID().toString();
        fixture.gtm(site, event(phone, "p1", "page_view", ", \"user_id\": \"u" + desk + "\""));
        fixture.gtm(site, event(phone, "p2", "page_view", ""));
        fixture.gtm(site, event(desk, "d1", "page_view", ""));
        fixture.applyAll();

        fixture.gtm(site, event(desk, "d2", "identify", ", \"user_id\": \"u" + desk
                + "\", \"user_data\": {\"email\": \""
                + email + "\"}"));
        fixture.applyAll();

        assertThat(fixture.stream(fixture.leadOf(email))).containsExactlyInAnyOrder("VISIT /p1", "VISIT /p2",
                "VISIT /d1");
    }

    @Test
    void whatComesTogetherWithWhatTellsWhoItIsComesAlongToo() throws Exception {
        Source site = fixture.source("gtm", Map.of("createLeads", true));
        String email = mail("together");
        String desk = UUID.randomUUID().toString();
        String tablet = UUID.randomUUID().toString();
        String user = ", \"user_id\": \"u" + desk + "\"";
        fixture.gtm(site, event(desk, "p1", "page_view", user));
        fixture.applyAll();
        // All in one batch: only the page before tells that the desk is the user's; the tablet tells it by itself.
        fixture.gtm(site, event(desk, "d1", "page_view", ""));
        fixture.gtm(site, event(tablet, "t1", "page_view", user));
        fixture.gtm(site, event("phone" + desk, "i", "identify", user
                + ", \"user_data\": {\"email\": \"" + email + "\"}"));
        fixture.applyAll();
        fixture.gtm(site, event(tablet, "t2", "page_view", ""));
        fixture.applyAll();

        assertThat(fixture.stream(fixture.leadOf(email))).containsExactly("VISIT /p1", "VISIT /d1", "VISIT /t1",
                "VISIT /t2");
        assertThat(fixture.view(site).get("anonymous").asInt()).isZero();
    }

    @Test
    void whoTellsAnotherAddressInTheSameBrowserIsSomebodyElse() throws Exception {
        Source site = fixture.source("gtm", Map.of("createLeads", true));
        String browser = UUID.randomUUID().toString();
        String first = mail("first");
        String second = mail("second");
        fixture.gtm(site, event(browser, "a", "page_view", ", \"user_data\": {\"email\": \"" + first + "\"}"));
        fixture.applyAll();
        fixture.gtm(site, event(browser, "b", "sign_up", ", \"user_data\": {\"email\": \"" + second + "\"}"));
        fixture.gtm(site, event(browser, "c", "page_view", ""));
        fixture.applyAll();

        assertThat(fixture.stream(fixture.leadOf(first))).containsExactly("VISIT /a");
        assertThat(fixture.leadOf(second)).isNotNull();
        assertThat(fixture.stream(fixture.leadOf(second))).containsExactly("CUSTOM sign_up", "VISIT /c");
    }

    @Test
    void aCustomerWhoseAddressChangedStaysTheSamePerson() throws Exception {
        Source shop = fixture.source("shopify", Map.of("createLeads", true));
        String before = mail("before");
        fixture.shopify(shop, "customers/create", "c-1", "{\"id\": 4711, \"email\": \"" + before + "\"}");
        fixture.applyAll();
        fixture.shopify(shop, "customers/update", "c-2", "{\"id\": 4711, \"email\": \"" + mail("after") + "\"}");
        fixture.shopify(shop, "customers/delete", "c-3", "{\"id\": 4711}");
        fixture.applyAll();

        assertThat(fixture.stream(fixture.leadOf(before))).containsExactly("CUSTOM customers/create",
                "CUSTOM customers/update", "CUSTOM customers/delete");
    }

    @Test
    void twoPeopleWhoShareATelephoneAreTwo() throws Exception {
        Source shop = fixture.source("shopify", Map.of("createLeads", true));
        String phone = "+4930" + (1_000_000 + Math.floorMod(System.nanoTime(), 8_999_999));
        String one = mail("one");
        String other = mail("other");
        String order = "{\"id\": %d, \"email\": \"%s\", \"phone\": \"%s\", \"total_price\": \"5.00\"}";
        fixture.shopify(shop, "orders/paid", "o-1", order.formatted(1, one, phone));
        fixture.applyAll();
        fixture.shopify(shop, "orders/paid", "o-2", order.formatted(2, other, phone));
        fixture.applyAll();

        assertThat(fixture.stream(fixture.leadOf(one))).containsExactly("PURCHASE");
        assertThat(fixture.leadOf(other)).as("is not taken for the other").isNotNull();
        assertThat(fixture.stream(fixture.leadOf(other))).containsExactly("PURCHASE");
    }

    @Test
    void twoPostsWithTheSameEventsInAnotherOrderBothGetThrough() throws Exception {
        Source site = fixture.source("gtm", Map.of());
        for (int round = 0; round < 20; round++) {
            String visitor = "v" + round + UUID.randomUUID();
            List<String> events = new ArrayList<>(IntStream.range(0, 25).mapToObj(n -> """
                    {"name": "page_view", "params": {"event_id": "%s-%d"}}""".formatted(visitor, n)).toList());
            ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
            for (int post = 0; post < 4; post++) {
                Collections.shuffle(events, new Random(100L * round + post));
                bodies.add("{\"client_id\": \"" + visitor + "\", \"events\": " + events + "}");
            }
            assertThat(together(4, () -> fixture.gtm(site, bodies.remove()).statusCode()))
                    .allMatch(status -> status / 100 == 2);
            assertThat(fixture.view(site).get("received").asInt()).isEqualTo(25 * (round + 1));
        }
    }

    @Test
    void theSameDeliveryByFourThreadsIsAppliedOnce() throws Exception {
        Source shop = fixture.source("shopify", Map.of("createLeads", true));
        String email = mail("once");
        String order = "{\"id\": 1, \"email\": \"" + email + "\", \"total_price\": \"1.00\", \"currency\": \"EUR\"}";
        List<HttpResponse<String>> answers = together(4, () -> fixture.shopify(shop, "orders/paid", "same", order));
        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);

        together(4, () -> {
            fixture.applyAll();
            return null;
        });

        assertThat(fixture.stream(fixture.leadOf(email))).containsExactly("PURCHASE");
        assertThat(fixture.view(shop).get("applied").asInt()).isEqualTo(1);
    }

    @Test
    void nothingIsLostWhereAVisitorBecomesKnownWhileItsEventsArrive() throws Exception {
        Source site = fixture.source("gtm", Map.of("createLeads", true));
        int visitors = 8;
        int pages = 12;
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < visitors; i++) {
            ids.add(UUID.randomUUID().toString());
        }
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                working.add(pool.submit(() -> {
                    while (!over.get()) {
                        fixture.applier().applyDue();
                    }
                }));
            }
            List<Future<Void>> sending = new ArrayList<>();
            for (int part = 0; part < 3; part++) {
                int from = part;
                sending.add(pool.submit(() -> {
                    for (int page = from; page < pages; page += 3) {
                        for (String visitor : ids) {
                            String who = page == 7 ? ", \"user_data\": {\"email\": \"v" + visitor + "@example.com\"}"
                                    : "";
                            fixture.gtm(site, event(visitor, visitor + "/" + page, "page_view", who));
                        }
                    }
                    return null;
                }));
            }
            for (Future<Void> one : sending) {
                one.get();
            }
            over.set(true);
            for (Future<?> one : working) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        fixture.applyAll();

        for (String visitor : ids) {
            assertThat(fixture.stream(fixture.leadOf("v" + visitor + "@example.com"))).as(visitor).hasSize(pages)
                    .doesNotHaveDuplicates();
        }
        assertThat(fixture.view(site).get("anonymous").asInt()).isZero();
        assertThat(fixture.view(site).get("applied").asInt()).isEqualTo(visitors * pages);
    }

    private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            List<Callable<T>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(work);
            }
            for (Future<T> one : pool.invokeAll(all)) {
                results.add(one.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
