package dev.cadenza.message;

import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Remembers what was handed to it, and answers what the test wants. */
final class FakeProvider implements Carrier {

    /** @param atNanos when its hand-over began */
    record HandOver(OutgoingMail mail, long atNanos) {
    }

    final List<HandOver> handOvers = new CopyOnWriteArrayList<>();
    final List<Integer> groups = new CopyOnWriteArrayList<>();
    private volatile Function<OutgoingMail, SendResult> answer = mail -> new SendResult.Accepted("p-" + mail.id());

    FakeProvider answering(Function<OutgoingMail, SendResult> answers) {
        this.answer = answers;
        return this;
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
        groups.add(group.size());
        for (OutgoingMessage message : group) {
            OutgoingMail mail = (OutgoingMail) message;
            handOvers.add(new HandOver(mail, System.nanoTime()));
            outcome.accept(mail, answer.apply(mail));
        }
    }

    List<UUID> ids() {
        return handOvers.stream().map(handOver -> handOver.mail().id()).toList();
    }

    /** How many of these came here. */
    long count(List<OutboundMessage> messages) {
        List<UUID> ids = ids();
        return messages.stream().filter(message -> ids.contains(message.id())).count();
    }
}
