package dev.cadenza.identity;

import org.springframework.web.util.HtmlUtils;

/** The words of the mails about accounts. */
final class AccountLetter {

    private AccountLetter() {
    }

    static AccountPost.Mail of(AccountLink link, String address) {
        return switch (link.purpose()) {
            case INVITATION -> letter(link, "You are invited to Cadenza",
                    (link.createdBy() == null ? "You are invited" : link.createdBy() + " invites you")
                            + " to work in Cadenza. Choose a password, and you can sign in as " + link.email() + ".",
                    "Accept the invitation", address, "The link can be used once, within seven days.");
            case VERIFICATION -> letter(link, "Please confirm your e-mail address",
                    "Somebody, probably you, asked Cadenza to confirm that mail to " + link.email() + " reaches you.",
                    "Confirm the address", address, "The link can be used once, within two days.");
            case PASSWORD_RESET -> letter(link, "Choose a new password",
                    "Somebody, probably you, asked for a new password for " + link.email()
                            + ". If it was not you, do nothing: your password stays as it is.",
                    "Choose a new password", address, "The link can be used once, within one hour.");
        };
    }

    private static AccountPost.Mail letter(AccountLink link, String subject, String sentence, String action,
            String address, String end) {
        String greeting = link.firstName() == null || link.firstName().isBlank() ? "Hello," : "Hello "
                + link.firstName().strip() + ",";
        String text = greeting + "\n\n" + sentence + "\n\n" + action + ":\n" + address + "\n\n" + end + "\n";
        String html = "<p>" + escaped(greeting) + "</p><p>" + escaped(sentence) + "</p><p><a href=\""
                + escaped(address) + "\">" + escaped(action) + "</a></p><p>" + escaped(end) + "</p>";
        return new AccountPost.Mail(link.id(), link.email(), subject, text, html);
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
