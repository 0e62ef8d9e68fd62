package dev.cadenza.card;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Words by which the lines of a card tell what they are, in languages of Latin script, folded to plain letters. */
final class Lexicon {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    /** Whole words of positions. */
    private static final Set<String> POSITIONS = Set.of(
            "ceo", "cto", "cfo", "coo", "cmo", "cio", "ciso", "vp", "svp", "evp", "md", "gm", "chief", "officer",
            "head", "lead", "chair", "partner", "owner", "founder", "cofounder", "chef", "leiter", "leiterin",
            "inhaber", "inhaberin", "vorstand", "prokurist", "prokuristin", "geschaftsfuhrer", "geschaftsfuhrerin",
            "referent", "referentin", "sekretarin", "meister", "einkaufer", "einkauferin", "verkaufer",
            "president", "presidente", "presidenta", "vice", "gerente", "jefe", "jefa", "socio", "socia", "duenio",
            "dueno", "titular", "responsable", "responsabile", "capo", "socias", "szef", "kierownik", "prezes",
            "wlasciciel", "specjalista", "vedouci", "reditel", "reditelka", "jednatel", "jednatelka", "majitel",
            "igazgato", "ugyvezeto", "vezeto", "tulajdonos", "mudur", "muduru", "baskan", "baskani", "uzman",
            "uzmani", "sef", "sefa", "sjef", "leder", "direktor", "direktorin", "director", "directora", "diretor",
            "diretora", "direttore", "direttrice", "directeur", "directrice", "dyrektor", "direktør", "buyer",
            "clerk", "agent", "broker", "editor", "author", "attorney", "lawyer", "notary", "rechtsanwalt",
            "rechtsanwaltin", "steuerberater", "steuerberaterin", "architekt", "architektin", "architect",
            "architecte", "arquitecto", "arquitecta", "architetto", "avocat", "avocate", "abogado", "abogada",
            "avvocato", "notaire", "ingenieur", "ingenieurin", "ingenieure", "ingeniero", "ingeniera", "ingegnere",
            "engenheiro", "engenheira", "inzynier", "inzenyr", "mernok", "muhendis", "muhendisi", "insinoori",
            "toimitusjohtaja", "johtaja", "paallikko", "myyntipaallikko", "asiantuntija", "doctor", "physician",
            "surgeon", "nurse", "professor", "professorin", "dozent", "dozentin", "lecturer", "dean", "student",
            "intern", "trainee", "assistant", "assistante", "asistente", "assistentin", "assistenz", "assistente",
            "asystent", "asystentka", "secretary", "treasurer", "consejero", "consejera", "delegado", "delegada",
            "comercial", "vendas", "ventas", "obchodni", "zastupce", "handlowiec", "konstrukteur",
            "konstrukteurin", "entwickler", "entwicklerin", "developpeur", "developpeuse", "programista",
            "desarrollador", "desarrolladora", "sviluppatore", "sviluppatrice", "bedrijfsleider", "eigenaar",
            "hoofd", "inkoper", "adviseur", "konsult", "radgivare", "radgiver", "saljare", "saljchef", "salgssjef",
            "salgschef", "markedschef", "marknadschef", "okonomichef", "ekonomichef", "butikschef",
            "produktionschef", "vd", "ds", "grunder", "grunderin", "grundare", "grundlaegger", "fondateur",
            "fondatrice", "fundador", "fundadora", "fondatore", "zalozyciel", "zakladatel", "alapito", "kurucu");

    /** Parts that make a word a position wherever they stand in it. */
    private static final Set<String> POSITION_PARTS = Set.of(
            "chef", "consul", "conseil", "consej", "leider", "ledare", "sjef", "verkoop", "inkoop", "projektled",
            "manager", "direct", "engineer", "ingenieur", "consult", "develop", "design", "analyst", "analist",
            "special", "spezial", "coordin", "koordin", "supervis", "administrat", "president", "technician",
            "techniker", "berater", "leiter", "fuhrer", "vertreter", "beauftragt", "referent", "representat",
            "represent", "strateg", "scientist", "research", "investigador", "account", "buchhalt", "comptable",
            "contable", "controller", "recruit", "advis", "planner", "planer", "executive", "trainer", "redakteur",
            "journalist", "fotograf", "photograph", "manazer", "menedzser", "kierowni", "dyrektor", "reditel",
            "igazgato", "vezeto", "mudur", "sorumlu", "danisman", "chargee", "charge de", "responsab", "gestor",
            "tecnico", "technicien", "vendedor", "vendeur", "commercial", "commerciale", "paallikko", "johtaja",
            "founder", "grunder", "mitarbeiter", "kaufmann", "kauffrau", "meister", "inspector", "inspekt",
            "sachbearbeit");

    private static final Set<String> LEGAL_FORMS = Set.of(
            "gmbh", "ag", "kg", "ohg", "ug", "gbr", "se", "kgaa", "ev", "eg", "inc", "llc", "llp", "ltd",
            "limited", "plc", "corp", "corporation", "incorporated", "co", "company", "sa", "sas", "sasu", "sarl",
            "eurl", "sci", "scop", "snc", "sl", "slu", "sau", "srl", "srls", "spa", "sapa", "lda", "ltda",
            "eireli", "spzoo", "zoo", "spolka", "spk", "sro", "as", "vos", "spol", "kft", "zrt", "nyrt", "bt",
            "ab", "hb", "oy", "oyj", "ky", "aps", "ivs", "asa", "ans", "bv", "nv", "vof", "cv", "bvba", "sprl",
            "doo", "dd", "ad", "ood", "eood", "tas", "sti", "pty", "pte", "gesmbh", "gmbhco");

    private static final Set<String> COMPANY_WORDS = Set.of(
            "group", "gruppe", "groupe", "grupo", "gruppo", "grupa", "skupina", "holding", "holdings", "solutions",
            "systems", "systeme", "sistemas", "sistemi", "systemy", "technologies", "technology", "technologie",
            "tecnologia", "tecnologias", "technik", "consulting", "partners", "associates", "ventures", "capital",
            "bank", "banque", "banco", "banca", "versicherung", "versicherungen", "insurance", "university",
            "universitat", "universite", "universidad", "universita", "institut", "institute", "instituto",
            "istituto", "hochschule", "akademie", "academy", "museum", "hospital", "klinik", "klinikum",
            "foundation", "stiftung", "fondation", "fundacion", "verband", "verein", "association", "industries",
            "industrie", "industria", "werke", "werk", "works", "labs", "laboratories", "laboratoire", "studio",
            "studios", "agency", "agentur", "agence", "agencia", "agenzia", "media", "medien", "verlag", "press",
            "logistics", "logistik", "logistique", "logistica", "transport", "transporte", "energy", "energie",
            "energia", "pharma", "software", "digital", "engineering", "maschinenbau", "automation", "instruments",
            "bau", "handel", "trading", "services", "service", "servicios", "international", "hotel", "restaurant",
            "kanzlei", "apotheke", "sohne", "sons", "fils", "hijos", "figli", "brothers", "bros", "gebruder",
            "freres", "cie", "fabrik", "fabrika", "zaklady", "zavody", "bryggeri", "verkstad", "teknik", "foods",
            "robotics", "optik", "optics", "analytics", "networks", "cloud", "data", "design", "architekten",
            "textil", "textiles", "motors", "mobility", "marine", "steel", "stahl", "papier", "print", "druck",
            "dental", "medical", "biotech");

    private static final Pattern STREET = Pattern.compile("(?:\\b(?:street|road|avenue|ave|lane|drive|boulevard|blvd|"
            + "square|court|place|parkway|highway|terrace|quay|rue|chemin|allee|impasse|quai|cours|route|calle|avda|"
            + "avenida|paseo|plaza|carrer|ronda|camino|via|viale|corso|piazza|largo|vicolo|rua|travessa|praca|estrada|"
            + "ul|ulica|al|aleja|aleje|pl|plac|os|utca|ut|ter|korut|krt|tr|namesti|trida|nabrezi|sokak|sok|caddesi|cad|"
            + "mah|mahallesi|bulvari|suite|floor|building|campus|po"
            + " box|postfach|bp|apartado|etage|piso|plass|torg|torget|"
            + "str|kaj|kai)\\b)|(?:strasse|straat|gasse|platz|weg|allee|ufer|damm|ring|chaussee|laan|gracht|plein|kade|"
            + "dijk|gatan|gata|gaten|gade|vagen|veien|vej|allé|katu|tie|str\\.|bulevard|tori|stien|brygge|brygga|"
            + "markt|wall|graben|steig|promenade|hof|park)\\b");

    private static final Pattern NUMBERED = Pattern.compile("\\b\\d{1,5}(?:[-/]\\d{1,5})?\\s?[a-z]?\\b");

    private static final Pattern POSTCODE = Pattern.compile("\\b(?:[a-z]{1,2}-)?\\d{4,6}\\b|\\b\\d{3}\\s\\d{2}\\b|"
            + "\\b\\d{2}-\\d{3}\\b|\\b\\d{4}-\\d{3}\\b|\\b\\d{4}\\s?[a-z]{2}\\b|\\b[a-z]{1,2}\\d[a-z\\d]?"
            + "\\s\\d[a-z]{2}\\b|"
            + "\\b[a-z]\\d[a-z]\\s\\d[a-z]\\d\\b|\\b[a-z]{2}\\s\\d{5}\\b");

    private static final Set<String> HONORIFICS = Set.of(
            "dr", "prof", "mr", "mrs", "ms", "mx", "sir", "dame", "herr", "frau", "dipl", "ing", "dipl-ing",
            "diplom", "mag", "mgr", "bc", "judr", "mudr", "rndr", "phdr", "doc", "inz", "lic", "med", "rer", "nat",
            "phil", "jur", "hc", "sr", "sra", "don", "dona", "dott", "dottssa", "avv", "arch", "geom", "rag", "m",
            "mme", "mlle", "me", "maitre", "ir", "drs", "mba", "msc", "bsc", "phd", "ba", "ma", "llm", "llb",
            "cpa", "esq", "jr", "ii", "iii", "csc", "habil", "dkfm", "komm");

    private Lexicon() {
    }

    /** Lower case without accents and with the letters that accents don't explain spelled plainly. */
    static String fold(String text) {
        String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        return plain.toLowerCase(Locale.ROOT).replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("æ", "ae")
                .replace("œ", "oe").replace("đ", "d").replace("ı", "i").replace("þ", "th").replace("ð", "d");
    }

    /** How many words of the line speak of a position. */
    static int positions(String folded) {
        int found = 0;
        for (String word : folded.split("[^a-z]+")) {
            if (POSITIONS.contains(word) || word.length() > 4 && POSITION_PARTS.stream().anyMatch(word::contains)) {
                found++;
            }
        }
        return found;
    }

    /** True where the line ends in, or has as a word, the legal form of a company. */
    static boolean hasLegalForm(String folded) {
        String joined = folded.replaceAll("(?<=\\b[a-z])[.]\\s?(?=[a-z]\\b)", "").replace("sp. z o.o", "spzoo")
                .replace("sp. z oo", "spzoo").replace("sp. zoo", "spzoo").replace("d.o.o", "doo").replace(".", " ");
        String[] words = joined.trim().split("[^a-z&]+");
        for (int i = 1; i < words.length; i++) {
            if (LEGAL_FORMS.contains(words[i]) && (words[i].length() > 2 || i >= words.length - 2)) {
                return true;
            }
        }
        return false;
    }

    static int companyWords(String folded) {
        int found = 0;
        for (String word : folded.split("[^a-z]+")) {
            found += COMPANY_WORDS.contains(word) ? 1 : 0;
        }
        return found;
    }

    static boolean street(String folded) {
        return STREET.matcher(folded).find() && NUMBERED.matcher(folded).find();
    }

    static boolean streetWord(String folded) {
        return STREET.matcher(folded).find();
    }

    static boolean postcode(String folded) {
        return POSTCODE.matcher(folded).find() && folded.chars().filter(Character::isLetter).count() >= 2;
    }

    static Pattern postcodes() {
        return POSTCODE;
    }

    static boolean honorific(String word) {
        String folded = fold(word).replace(".", "").replaceAll("^[^a-z]+|[^a-z]+$", "");
        return HONORIFICS.contains(folded) && (word.endsWith(".") || word.endsWith(",") || folded.length() > 2
                || word.equals(word.toUpperCase(Locale.ROOT)) || folded.equals("dr"));
    }
}
