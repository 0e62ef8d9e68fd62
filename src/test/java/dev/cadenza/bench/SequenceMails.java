package dev.cadenza.bench;

import java.util.List;

/** Three mails of a sequence as a salesperson writes them: 0.7 to 1.2 KB of HTML, five variables. */
final class SequenceMails {

    record Mail(String subject, String body) {
    }

    private static final String SIGNATURE = """
            <p>Best regards,<br>Johanna Lindqvist<br>Customer Development, Northwind Analytics<br>
            <a href="https://northwind.example/johanna">northwind.example/johanna</a></p>
            """;

    static final List<Mail> ALL = List.of(
            new Mail("{{firstName}}, how does {{company}} plan its deliveries?", """
                    <p>Dear {{firstName}} {{lastName}},</p>
                    <p>I came across {{company}} while reading about companies in {{city}} that deliver to their own
                    customers, and wondered how your team decides each morning which van goes where. Most dispatchers we
                    talk to still do it by hand, in a spreadsheet that only one of them understands.</p>
                    <p>We wrote a small tool for exactly that. It reads tomorrow's orders, proposes routes that respect
                    opening hours and the drivers' breaks, and lets the dispatcher move any stop with the mouse. Two
                    haulage firms of about your size saved <b>nine hours a week</b> with it, and one of them took a van
                    off the road.</p>
                    <p>As {{title}} you will know better than anybody whether that is of use to you. Would twenty minutes
                    next week be possible? You can pick a time <a href="https://northwind.example/meet">here</a>, or just
                    answer this mail with one that suits you.</p>
                    """ + SIGNATURE),
            new Mail("Two numbers for {{company}}", """
                    <p>Hello {{firstName}},</p>
                    <p>last week I asked how {{company}} plans its deliveries. In case it got lost among other things, here
                    are the two numbers that our customers ask for first: it takes four hours to set up, with the orders
                    as your system exports them today, and it costs less each month than one tank of diesel.</p>
                    <p>If somebody else in {{city}} looks after this, a name would help me; I shall leave you in peace
                    then. There is also a <a href="https://northwind.example/tour">tour of five minutes</a> without any
                    form in front of it.</p>
                    """ + SIGNATURE),
            new Mail("May I close this, {{firstName}}?", """
                    <p>Hello {{firstName}},</p>
                    <p>I have not heard from you, so I suppose that route planning is not what {{company}} worries about
                    now. That is fine: I close your file today and shall not write again.</p>
                    <p>Should it come up later, for example when the season starts, my address stays the same, and the
                    <a href="https://northwind.example/offer">offer</a> that we made to other companies in {{city}} holds
                    until the end of the year.</p>
                    """ + SIGNATURE));

    private SequenceMails() {
    }
}
