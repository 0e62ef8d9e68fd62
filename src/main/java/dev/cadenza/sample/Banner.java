package dev.cadenza.sample;

import dev.cadenza.identity.SampleUsers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a first start prints when there is something to see. */
final class Banner {

    private Banner() {
    }

    static String of(String address, List<SampleUsers.SampleUser> users, boolean mailbox) {
        String people = users.stream()
                .map(user -> "    %-22s password %-9s %s".formatted(user.email(), user.password(),
                        user.role().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("\n"));
        return """

                ------------------------------------------------------------------------------
                Cadenza is running, and with it two sample campaigns and three sample workflows.

                  Console    %1$s/                       campaigns and workflows as they move
                  Tasklist   %1$s/camunda/app/tasklist   "Review drafts" waits there (marketer)
                  Cockpit    %1$s/camunda/app/cockpit    every process as a diagram (analyst)
                  API        %1$s/api/docs               everything, described
                %2$s
                  Users
                %3$s

                  What happens now: "%4$s" mails 320 leads three times within two minutes.
                  Nora Lindqvist answers by herself after a moment, and her sequence stops:
                    curl -u marco@cadenza.local:cadenza '%1$s/api/v1/enrollments?status=REPLIED'
                  "%5$s" waits until somebody has reviewed its drafts in Tasklist.
                  Some leads join a list, leave a cart and come back: the workflows take them from there.
                ------------------------------------------------------------------------------
                """.formatted(address, mailbox ? "  Mailbox    " + address + "/mailbox.html         every mail that went out\n"
                        : "", people, SampleData.RUNNING_CAMPAIGN, SampleData.REVIEWED_CAMPAIGN);
    }
}
