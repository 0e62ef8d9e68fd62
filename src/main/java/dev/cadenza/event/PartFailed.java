package dev.cadenza.event;

/** One of those who act on events could not, for a batch of them; see {@link EventConsumer}. */
public class PartFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String part;

    private PartFailed(String part, String message, RuntimeException cause) {
        super(message, cause);
        this.part = part;
    }

    /** Does something as a part. @param what it is about, for people; empty where the failure says it all */
    public static void within(String part, String what, Runnable work) {
        try {
            work.run();
        } catch (PartFailed known) {
            throw known;
        } catch (RuntimeException failure) {
            String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
            throw new PartFailed(part, what.isEmpty() ? words : what + ": " + words, failure);
        }
    }

    public String part() {
        return part;
    }
}
