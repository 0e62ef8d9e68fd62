package dev.cadenza.inbox;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.inbox.InboundText.Word;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The words by which people stop messages and ask for them again. A message counts that is one of them as a whole,
 * in any case, with or without accents and a full stop; a sentence that holds one does not.
 */
final class OptOutWords {

    /** Plain everywhere. */
    private static final Set<String> STOP = Set.of(
            "stop", "stopall", "stop all", "unsubscribe", "optout", "opt out", "opt-out", "revoke", // en
            "stopp", "abmelden", "abbestellen", // de
            "arret", "arreter", "desabonner", "desinscrire", "stop sms", // fr
            "parar", "baja", "darme de baja", "cancelar suscripcion", // es
            "sair", "pare", "descadastrar", "cancelar inscricao", // pt
            "disiscrivi", "disiscriviti", "ferma", // it
            "afmelden", "uitschrijven", // nl
            "wypisz", "rezygnuje", // pl
            "stoppa", "avregistrera", "afmeld", "avmeld", "lopeta", "peru", // sv, da, no, fi
            "iptal", "стоп", "отписаться", "отписка", "відписатися", // tr, ru, uk
            "退订", "取消订阅", "停止", "配信停止", "수신거부", "توقف", "إلغاء الاشتراك", "रोकें");
    /** In a text message they mean the same; in a chat they may be an answer to something else. */
    private static final Set<String> STOP_IN_SMS = Set.of("cancel", "end", "quit", "ende", "beenden", "cancelar",
            "alto", "annulla", "cancella", "einde", "koniec", "avsluta", "avslutt", "dur", "отмена", "取消", "해지");
    private static final Set<String> START = Set.of(
            "start", "yes", "unstop", "optin", "opt in", "opt-in", "subscribe", "resume", "continue",
            "anmelden", "abonnieren", "ja", "reprendre", "abonner", "oui", "inscribir", "suscribir", "alta", "si",
            "inscrever", "assinar", "sim", "iscriviti", "riprendi", "aanmelden", "zapisz", "tak", "starta", "basla",
            "старт", "подписаться", "订阅", "再開", "수신동의", "ابدأ");
    private static final Set<String> HELP = Set.of("help", "info", "hilfe", "aide", "ayuda", "ajuda", "aiuto", "pomoc",
            "hjalp", "hjelp", "hjælp", "yardim", "помощь", "帮助", "ヘルプ", "도움말", "مساعدة");

    /** Characters of a text that may be nothing but one of the words, with the blanks and full stops around it. */
    private static final int LONGEST = 200;

    private OptOutWords() {
    }

    static Optional<Word> of(ChannelType channel, String text) {
        String word = text.length() > LONGEST ? "" : normal(text);
        if (word.isEmpty() || word.length() > 30) {
            return Optional.empty();
        }
        boolean phone = channel == ChannelType.SMS || channel == ChannelType.WHATSAPP;
        if (STOP.contains(word) || phone && STOP_IN_SMS.contains(word)) {
            return Optional.of(Word.STOP);
        }
        return START.contains(word) ? Optional.of(Word.START)
                : HELP.contains(word) ? Optional.of(Word.HELP) : Optional.empty();
    }

    private static String normal(String text) {
        String bare = text.replaceAll("^[\\p{Punct}\\p{Space}\\p{Z}“”„«»。！]+|[\\p{Punct}\\p{Space}\\p{Z}“”„«»。！]+$", "")
                .toLowerCase(Locale.ROOT);
        // Accents go from Latin letters only: elsewhere a mark makes another letter.
        return Normalizer.normalize(Normalizer.normalize(bare, Normalizer.Form.NFD)
                .replaceAll("(?<=\\p{IsLatin})\\p{M}+", ""), Normalizer.Form.NFC).replaceAll("\\s+", " ");
    }
}
