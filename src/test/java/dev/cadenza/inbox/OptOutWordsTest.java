package dev.cadenza.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.inbox.InboundText.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptOutWordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "stop", " Stop. ", "\"STOP\"", "StopAll", "UNSUBSCRIBE", "opt-out", "Revoke",
        "Abmelden", "ARRÊT", "arret", "Désabonner", "baja", "Sair", "iptal", "СТОП", "退订", "配信停止", "Stopp!"})
    void theUsualWordsStopOnEveryChannel(String text) {
        for (ChannelType channel : ChannelType.values()) {
            assertThat(OptOutWords.of(channel, text)).as(channel + " " + text).contains(Word.STOP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCEL", "end", "Quit", "ENDE", "取消"})
    void someWordsStopTextMessagesOnly(String text) {
        assertThat(OptOutWords.of(ChannelType.SMS, text)).contains(Word.STOP);
        assertThat(OptOutWords.of(ChannelType.WHATSAPP, text)).contains(Word.STOP);
        assertThat(OptOutWords.of(ChannelType.MESSENGER, text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Please stop", "stop it now", "don't stop", "stopping", "nonstop", "", "   ", "...", "!?",
        "I want to unsubscribe from this", "cancel my order"})
    void sentencesAreNoWords(String text) {
        assertThat(OptOutWords.of(ChannelType.SMS, text)).isEmpty();
    }

    @Test
    void startAndHelpAreKnownToo() {
        assertThat(OptOutWords.of(ChannelType.SMS, "Start")).contains(Word.START);
        assertThat(OptOutWords.of(ChannelType.SMS, "UNSTOP")).contains(Word.START);
        assertThat(OptOutWords.of(ChannelType.SMS, "Sí")).contains(Word.START);
        assertThat(OptOutWords.of(ChannelType.SMS, "HELP")).contains(Word.HELP);
        assertThat(OptOutWords.of(ChannelType.WHATSAPP, "Hilfe?")).contains(Word.HELP);
    }
}
