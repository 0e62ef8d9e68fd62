package dev.cadenza.insight;

import java.time.DayOfWeek;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** At which hour of which weekday messages are opened and answered most, where there is enough to tell. */
@Component
class SendingHours {

    /** Of an hour with fewer messages nothing is said. */
    private static final long ENOUGH = 100;
    /** Of a normal distribution, for 95 % confidence. */
    private static final double Z = 1.96;

    private final JdbcClient jdbc;
    private final Scope scope;

    SendingHours(JdbcClient jdbc, Scope scope) {
        this.jdbc = jdbc;
        this.scope = scope;
    }

    /**
     * The messages that were sent in one hour of one weekday.
     *
     * @param hour from 0, in the timezone asked for
     * @param openRate of those sent, from 0 to 1
     */
    record Hour(DayOfWeek weekday, int hour, long sent, long opened, long replied, double openRate, double replyRate) {
    }

    /**
     * All hours in which something was sent.
     *
     * @param bestForOpens null where there is too little to tell
     * @param enough whether at least two hours have enough messages to compare them
     * @param words what the numbers say, or why they say nothing
     */
    record Answer(String timezone, boolean enough, @Nullable Hour bestForOpens, @Nullable Hour bestForReplies,
            String words, List<Hour> hours) {
    }

    @Transactional(readOnly = true)
    public Answer of(LocalDays days, @Nullable UUID campaignId, @Nullable String channel) {
        return answer(days.zone().getId(), hours(days, campaignId, channel));
    }

    private List<Hour> hours(LocalDays days, @Nullable UUID campaignId, @Nullable String channel) {
        return jdbc.sql("""
                select cast(extract(isodow from local) as int), cast(extract(hour from local) as int), sum(went),
                    sum(opened), sum(replied)
                from (select %s as local, n.went, n.opened, n.replied from %s
                      where %s and (cast(:channel as text) is null or n.channel = :channel)) n
                group by 1, 2 having sum(went) <> 0 order by 1, 2
                """.formatted(LocalDays.LOCAL, scope.sent(campaignId), LocalDays.WITHIN))
                .params(days.parameters()).param("campaign", campaignId).param("channel", channel)
                .query((row, index) -> hour(row.getInt(1), row.getInt(2), row.getLong(3), row.getLong(4),
                        row.getLong(5)))
                .list();
    }

    private static Hour hour(int weekday, int hour, long sent, long opened, long replied) {
        return new Hour(DayOfWeek.of(weekday), hour, sent, opened, replied, (double) opened / sent,
                (double) replied / sent);
    }

    static Answer answer(String timezone, List<Hour> hours) {
        List<Hour> enough = hours.stream().filter(hour -> hour.sent() >= ENOUGH).toList();
        if (enough.size() < 2) {
            return new Answer(timezone, false, null, null, "Too little to tell: fewer than two hours have "
                    + ENOUGH + " messages.", hours);
        }
        Optional<Hour> opens = best(enough, Hour::opened);
        Optional<Hour> replies = best(enough, Hour::replied);
        String words = said("opened", opens) + " " + said("answered", replies);
        return new Answer(timezone, true, opens.orElse(null), replies.orElse(null), words, hours);
    }

    /**
     * The hour with the highest rate that it has almost surely, where that is above the rate of all others together.
     */
    private static Optional<Hour> best(List<Hour> hours, ToLongFunction<Hour> successes) {
        long sent = hours.stream().mapToLong(Hour::sent).sum();
        long all = hours.stream().mapToLong(successes).sum();
        return hours.stream().max(Comparator.comparingDouble(hour -> atLeast(successes.applyAsLong(hour), hour.sent())))
                .filter(hour -> {
                    double others = (double) (all - successes.applyAsLong(hour)) / (sent - hour.sent());
                    return atLeast(successes.applyAsLong(hour), hour.sent()) > others;
                });
    }

    /** The lower end of Wilson's score interval of a rate. */
    private static double atLeast(long successes, long trials) {
        double rate = Math.min(1, (double) successes / trials);
        double square = Z * Z / trials;
        return (rate + square / 2 - Z * Math.sqrt(rate * (1 - rate) / trials + square / 4 / trials)) / (1 + square);
    }

    private static String said(String what, Optional<Hour> hour) {
        return hour.map(best -> String.format(java.util.Locale.ENGLISH,
                        "Most often %s is what is sent on %s from %02d:00 to %02d:00.", what,
                        best.weekday().getDisplayName(java.time.format.TextStyle.FULL, java.util.Locale.ENGLISH),
                        best.hour(), best.hour() + 1))
                .orElse("No hour stands out for being " + what + ".");
    }
}
