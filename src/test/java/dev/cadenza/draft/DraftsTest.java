package dev.cadenza.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadenza.lead.LeadProfile;
import dev.cadenza.message.MessageContents.Content;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.Rejected;
import dev.cadenza.testing.CadenzaTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class DraftsTest {

    @Autowired
    Drafts drafts;

    @Autowired
    JdbcTemplate jdbc;

    private final UUID cohort = UUID.randomUUID();

    @Test
    void writesOneDraftForEachRecipientInTheirOrder() {
        List<Recipient> recipients = recipients(1_100);
        List<WrittenDraft> written = drafts.write(order(true), recipients);
        assertThat(written).extracting(WrittenDraft::enrollmentId)
                .containsExactlyElementsOf(recipients.stream().map(Recipient::enrollmentId).toList());
        assertThat(drafts.undecided(cohort, "send-1")).isEqualTo(1_100);
        assertThat(jdbc.queryForObject("select generated_subject from draft where id = ?", String.class,
                written.get(7).draftId())).isEqualTo("Hi Lead 7");
    }

    @Test
    void writingAgainWritesNothingAndReturnsWhatIsThere() {
        List<Recipient> recipients = recipients(5);
        List<WrittenDraft> first = drafts.write(order(true), recipients.subList(0, 3));
        List<WrittenDraft> second = drafts.write(order(true), recipients);
        assertThat(second).hasSize(5).containsAll(first);
        assertThat(drafts.write(order(true), recipients)).isEqualTo(second);
        assertThat(drafts.undecided(cohort, "send-1")).isEqualTo(5);
    }

    @Test
    void writingAtTheSameTimeWritesOnce() throws Exception {
        List<Recipient> recipients = recipients(200);
        List<List<WrittenDraft>> results = atOnce(4, () -> drafts.write(order(false), recipients));
        assertThat(Set.copyOf(results)).hasSize(1);
        assertThat(results.get(0)).hasSize(200);
        assertThat(jdbc.queryForObject("select count(*) from draft where cohort_id = ?", Long.class, cohort))
                .isEqualTo(200);
    }

    @Test
    void withoutReviewDraftsAreScheduledAndThoseThatLackAValueRejected() {
        Recipient complete = recipient("Ada", "ACME");
        Recipient lacking = recipient("Bob", null);
        DraftOrder order = order("{{company}}", "<p>{{firstName}}</p>", false);
        List<WrittenDraft> written = drafts.write(order, List.of(lacking, complete));
        assertThat(written).extracting(WrittenDraft::enrollmentId).containsExactly(complete.enrollmentId());
        assertThat(drafts.write(order, List.of(lacking, complete))).isEqualTo(written);
        assertThat(drafts.schedule(cohort, "send-1")).isEqualTo(written);
        assertThat(drafts.conclude(cohort, "send-1"))
                .isEqualTo(new ReviewResult(written, List.of(lacking.enrollmentId())));
        assertThat(jdbc.queryForMap("select status, rejection_reason from draft where enrollment_id = ?",
                lacking.enrollmentId()))
                .containsEntry("status", "REJECTED").containsEntry("rejection_reason", "no value for company");
    }

    @Test
    void withReviewDraftsThatLackAValueWaitWithANote() {
        drafts.write(order("{{company}}", "<p>{{firstName}} {{nickname}}</p>", true), List.of(recipient("Bob", null)));
        assertThat(drafts.undecided(cohort, "send-1")).isEqualTo(1);
        assertThat(jdbc.queryForObject("select array_to_string(missing, ',') from draft where cohort_id = ?",
                String.class, cohort)).isEqualTo("company,nickname");
    }

    @Test
    void anUndecidedDraftIsNotHandedOutWhereNobodyReviews() {
        List<Recipient> recipients = recipients(2);
        drafts.write(order(true), recipients.subList(0, 1));
        assertThat(drafts.write(order(false), recipients)).extracting(WrittenDraft::enrollmentId)
                .containsExactly(recipients.get(1).enrollmentId());
    }

    @Test
    void aFaultyTemplateWritesNothing() {
        assertThatThrownBy(() -> drafts.write(order("x", "<p>{{{firstName}}}</p>", true), recipients(1)))
                .isInstanceOf(Rejected.class);
        assertThat(drafts.undecided(cohort, "send-1")).isZero();
    }

    @Test
    void aReviewEndsWhenNothingIsUndecidedAndFreezesTheDecisions() {
        List<WrittenDraft> written = drafts.write(order(true), recipients(3));
        decide(written.get(0), "APPROVED");
        decide(written.get(1), "REJECTED");
        assertThatThrownBy(() -> drafts.conclude(cohort, "send-1")).isInstanceOf(Conflict.class)
                .hasMessage("One draft is undecided. Approve or reject it first.");
        assertThat(statuses()).containsExactly("APPROVED", "REJECTED", "DRAFT");
        decide(written.get(2), "APPROVED");
        ReviewResult result = drafts.conclude(cohort, "send-1");
        assertThat(result.approved()).containsExactly(written.get(0), written.get(2));
        assertThat(result.rejectedEnrollments()).containsExactly(written.get(1).enrollmentId());
        assertThat(statuses()).containsExactly("SCHEDULED", "REJECTED", "SCHEDULED");
        assertThat(drafts.conclude(cohort, "send-1")).isEqualTo(result);
        assertThat(drafts.schedule(cohort, "send-1")).isEqualTo(result.approved());
        assertThat(drafts.schedule(cohort, "send-1")).isEqualTo(result.approved());
    }

    @Test
    void whatIsSentIsTheEditWhereThereIsOneAndOnlyOfScheduledDrafts() {
        List<WrittenDraft> written = drafts.write(order(true), recipients(3));
        jdbc.update("update draft set edited_subject = 'New', edited_body = '<p>edited</p>' where id = ?",
                written.get(0).draftId());
        decide(written.get(0), "APPROVED");
        decide(written.get(1), "APPROVED");
        List<UUID> ids = written.stream().map(WrittenDraft::draftId).toList();
        assertThat(drafts.contents(ids)).isEmpty();
        drafts.schedule(cohort, "send-1");
        assertThat(drafts.contents(ids)).isEqualTo(Map.of(
                ids.get(0), new Content("New", "<p>edited</p>"),
                ids.get(1), new Content("Hi Lead 1", "<p>Dear Lead 1</p>")));
    }

    @Test
    void draftsMoveWithTheirEnrollments() {
        List<WrittenDraft> written = drafts.write(order(true), recipients(3));
        UUID other = UUID.randomUUID();
        drafts.moveTo(other, List.of(written.get(1).enrollmentId()));
        assertThat(drafts.undecided(cohort, "send-1")).isEqualTo(2);
        assertThat(drafts.undecided(other, "send-1")).isEqualTo(1);
    }

    @Test
    void draftsOfLeadsThatLeftHoldNoReviewUp() {
        List<WrittenDraft> written = drafts.write(order(true), recipients(2));
        assertThat(drafts.withdraw(List.of(written.get(0).enrollmentId()), "the lead replied")).isEqualTo(1);
        assertThat(drafts.withdraw(List.of(written.get(0).enrollmentId()), "the lead replied")).isZero();
        decide(written.get(1), "APPROVED");
        assertThat(drafts.conclude(cohort, "send-1").approved()).containsExactly(written.get(1));
    }

    private static <T> List<T> atOnce(int threads, Callable<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new java.util.ArrayList<>();
            for (Future<T> result : pool.invokeAll(java.util.Collections.nCopies(threads, task))) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdown();
        }
    }

    private List<String> statuses() {
        return jdbc.queryForList("select status from draft where cohort_id = ? order by id", String.class, cohort);
    }

    private void decide(WrittenDraft draft, String status) {
        jdbc.update("update draft set status = ?, version = version + 1 where id = ?", status, draft.draftId());
    }

    private DraftOrder order(boolean reviewed) {
        return order("Hi {{firstName}}", "<p>Dear {{firstName}}</p>", reviewed);
    }

    private DraftOrder order(String subject, String body, boolean reviewed) {
        return new DraftOrder(UUID.randomUUID(), UUID.randomUUID(), cohort, "send-1", "EMAIL", subject, body,
                "FIRST_OUTREACH", reviewed);
    }

    private static List<Recipient> recipients(int count) {
        return IntStream.range(0, count).mapToObj(i -> recipient("Lead " + i, "ACME")).toList();
    }

    private static Recipient recipient(String firstName, String company) {
        return new Recipient(UUID.randomUUID(), new LeadProfile(UUID.randomUUID(), "a@b.example", null, firstName, null,
                company, null, null, null, null, null, null, "TEST", "NEW", 0, false, Map.of()));
    }
}
