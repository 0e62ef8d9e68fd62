package dev.cadenza.channel;

/** Thrown by the constructor of a provider's settings where one of them can't be. */
public class InvalidSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String setting;

    /** @param setting the component's name */
    public InvalidSetting(String setting, String sentence) {
        super(sentence);
        this.setting = setting;
    }

    String setting() {
        return setting;
    }
}
