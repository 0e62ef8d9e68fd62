package dev.cadenza.assistant;

import dev.cadenza.campaign.CampaignSettings;
import dev.cadenza.campaign.ReviewMode;
import dev.cadenza.campaign.StepType;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says in sentences what a plan is. */
final class Spoken {

    private Spoken() {
    }

    static String plan(Plan plan, long leads) {
        StringBuilder text = new StringBuilder();
        Plan.Audience audience = plan.audience();
        if (audience != null) {
            text.append("To ").append(audience.kind() == Plan.AudienceKind.EVENT ? "everybody met at " : "the "
                    + audience.kind().name().toLowerCase(Locale.ROOT) + " ").append(audience.name()).append(" (")
                    .append(leads).append(leads == 1 ? " lead" : " leads").append(" now):\n");
        }
        for (int i = 0; i < plan.steps().size(); i++) {
            text.append(i + 1).append(". ").append(step(plan.steps().get(i), i == 0)).append('\n');
        }
        return text.append(settings(plan)).toString().strip();
    }

    private static String step(Plan.Step step, boolean first) {
        String text = channel(step.channel());
        Duration delay = step.delay();
        text += delay == null ? first ? ", at the start" : ", right after" : ", " + duration(delay)
                + (first ? " after the start" : " later");
        if (step.subject() != null) {
            text += ", \"" + step.subject() + "\"";
        }
        return step.templateName() != null ? text + ", from template " + step.templateName() : text;
    }

    private static String settings(Plan plan) {
        if (plan.steps().isEmpty() && plan.settings().equals(Plan.Settings.UNTOUCHED)) {
            return "";
        }
        Plan.Settings settings = plan.settings();
        CampaignSettings usual = CampaignSettings.DEFAULTS;
        List<String> parts = new ArrayList<>();
        Set<DayOfWeek> days = settings.sendDays() != null ? settings.sendDays() : usual.sendDays();
        parts.add("Sent " + days(days) + ", " + (settings.sendWindowStart() != null ? settings.sendWindowStart()
                : usual.sendWindowStart()) + " to " + (settings.sendWindowEnd() != null ? settings.sendWindowEnd()
                : usual.sendWindowEnd()) + " " + (Boolean.TRUE.equals(settings.leadTimezone())
                ? "in each lead's own time zone"
                : settings.timezone() != null ? settings.timezone() : usual.timezone()));
        Integer limit = settings.dailyLimit() != null ? settings.dailyLimit() : usual.dailyLimit();
        parts.add(limit == null || limit == 0 ? "no daily limit" : "at most " + limit + " a day");
        if (plan.sender() != null) {
            parts.add("mails from " + plan.sender().address());
        }
        if (plan.reviewMode() != null && plan.reviewMode() != ReviewMode.NONE) {
            parts.add(plan.reviewMode() == ReviewMode.FIRST_STEP ? "the first message reviewed"
                    : "every message reviewed");
        }
        if (Boolean.TRUE.equals(settings.consentRequired())) {
            parts.add("only to those who have agreed");
        }
        if (plan.scheduledAt() != null) {
            parts.add("not before " + plan.scheduledAt());
        }
        return String.join(", ", parts) + ". It stops for whoever answers.";
    }

    static String channel(StepType type) {
        return switch (type) {
            case EMAIL -> "E-mail";
            case WHATSAPP -> "WhatsApp message";
            case MESSENGER -> "Messenger message";
            case INSTAGRAM -> "Instagram message";
            case PUSH -> "Push notification";
            default -> type.name();
        };
    }

    static String duration(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes % (7 * 1440) == 0 && minutes > 0) {
            return number(minutes / (7 * 1440), "week");
        }
        return minutes % 1440 == 0 ? number(minutes / 1440, "day") : minutes % 60 == 0 ? number(minutes / 60, "hour")
                : number(minutes, "minute");
    }

    private static String number(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }

    private static String days(Set<DayOfWeek> days) {
        if (days.size() == 7) {
            return "on all days";
        }
        Set<DayOfWeek> weekdays = new TreeSet<>(CampaignSettings.DEFAULTS.sendDays());
        return weekdays.equals(days) ? "Monday to Friday" : "on " + new TreeSet<>(days).stream()
                .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH)).collect(Collectors.joining(", "));
    }
}
