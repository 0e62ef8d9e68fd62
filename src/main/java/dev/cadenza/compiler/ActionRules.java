package dev.cadenza.compiler;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/** What steps that change something, here or elsewhere, must say. */
record ActionRules(StepFaults faults) {

    private static final int MAX_POINTS = 10_000;
    private static final int MAX_FIELDS = 50;
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH");
    /** RFC 9110, section 5.6.2. */
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final int MAX_URL = 2_000;

    void updateLead(Step.UpdateLead step) {
        if (step.set().isEmpty()) {
            faults.fault(step, "nothing-set", "does not say which fields to set");
        }
        if (step.set().size() > MAX_FIELDS) {
            faults.fault(step, "too-many-fields", "sets " + step.set().size() + " fields; " + MAX_FIELDS
                    + " is the most");
        }
        if (step.set().keySet().stream().anyMatch(field -> Faults.blank(field) || NameRules.unprintable(field))) {
            faults.fault(step, "field-invalid", "sets a field whose name is empty or can't be shown");
        }
    }

    void score(Step.Score step) {
        if (step.points() == 0) {
            faults.fault(step, "points-missing", "does not say how many points to give");
        } else if (step.points() < -MAX_POINTS || step.points() > MAX_POINTS) {
            faults.fault(step, "points-out-of-range", "gives " + step.points() + " points; from -" + MAX_POINTS
                    + " to " + MAX_POINTS + " is possible");
        }
    }

    void changeList(Step.ChangeList step) {
        if (step.list() == null) {
            faults.fault(step, "list-missing", "does not say which list it means");
        }
    }

    void startJourney(Step.StartJourney step) {
        if (step.kind() == null || step.target() == null) {
            faults.fault(step, "started-missing", "does not say which campaign or workflow it starts");
        }
    }

    void enrich(Step.Enrich step) {
        faults.require(step, step.source(), "source-missing", "does not say which source it asks");
        if (step.source() != null && NameRules.unprintable(step.source())) {
            faults.fault(step, "source-invalid", "names a source that can't be shown");
        }
    }

    void callWebhook(Step.CallWebhook step) {
        faults.require(step, step.url(), "url-missing", "does not say which address it calls");
        if (!Faults.blank(step.url()) && !callable(step.url())) {
            faults.fault(step, "url-invalid", "must call an address that begins with https:// or http://");
        }
        if (!METHODS.contains(String.valueOf(step.method()))) {
            faults.fault(step, "method-unknown", "must call with GET, POST, PUT or PATCH");
        }
        step.headers().forEach((name, value) -> {
            if (!HEADER.matcher(String.valueOf(name)).matches() || value == null || value.indexOf('\n') >= 0
                    || value.indexOf('\r') >= 0) {
                faults.fault(step, "header-invalid", "has a header that can't be sent: " + Faults.quote(name));
            }
        });
    }

    private static boolean callable(String url) {
        try {
            URI uri = new URI(url);
            return url.length() <= MAX_URL && uri.getHost() != null && !NameRules.unprintable(url)
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
