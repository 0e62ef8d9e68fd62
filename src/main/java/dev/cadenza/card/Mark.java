package dev.cadenza.card;

import java.util.HashMap;
import java.util.Map;

/** A diacritical mark above a letter. */
enum Mark {
    ACUTE("aáAÁcćCĆeéEÉiíIÍnńNŃoóOÓsśSŚuúUÚyýYÝzźZŹ"),
    GRAVE("aàAÀeèEÈiìIÌoòOÒuùUÙ"),
    CIRCUMFLEX("aâAÂeêEÊiîIÎoôOÔuûUÛ"),
    CARON("cčCČdďDĎeěEĚnňNŇrřRŘsšSŠtťTŤzžZŽgğGĞaăAĂ"),
    TILDE("aãAÃnñNÑoõOÕ"),
    DIAERESIS("aäAÄeëEËiïIÏoöOÖuüUÜyÿ"),
    DOUBLE_ACUTE("oőOŐuűUŰ"),
    RING("aåAÅuůUŮ"),
    DOT("zżZŻIİeėEĖ");

    private final Map<Character, Character> letters;

    Mark(String pairs) {
        HashMap<Character, Character> table = new HashMap<>();
        for (int i = 0; i < pairs.length() - 1; i += 2) {
            table.put(pairs.charAt(i), pairs.charAt(i + 1));
        }
        this.letters = Map.copyOf(table);
    }

    boolean goesOn(char letter) {
        return letters.containsKey(letter);
    }

    /** The letter with the mark; the letter itself where they don't go together. */
    char on(char letter) {
        return letters.getOrDefault(letter, letter);
    }
}
