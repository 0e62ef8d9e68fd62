package dev.cadenza.card;

import java.util.List;
import java.util.Random;

/** Somebody who has a card printed. Nobody of that name is meant; domains and numbers belong to nobody. */
record Person(String language, String name, String title, String company, String email, String mobile, String phone,
        List<String> address, String website, String linkedin) {

    private record Land(String code, List<String> first, List<String> last, List<String> titles, List<String> companies,
            String tld, String mobile, String phone, List<String> streets, List<String> cities) {
    }

    /** # stands for a digit, % for one that is not 0. */
    private static final List<Land> LANDS = List.of(
            new Land("en", List.of("Margaret", "Thomas", "Olivia", "Gregory", "Hannah", "Callum", "Naomi", "Stuart"),
                    List.of("Whitfield", "Ashcroft", "Pemberton", "Lockwood", "Hargreaves", "Kingsley", "Fairbanks",
                            "O'Connell"),
                    List.of("Head of Procurement", "Chief Technology Officer", "Sales Manager", "Senior Consultant",
                            "Managing Director", "Product Designer", "Business Development Manager", "Data Scientist"),
                    List.of("Harborline Logistics Ltd", "Northgate Robotics Inc.", "Bluefin Analytics LLC",
                            "Redwood Instruments Corp.", "Fernhill Partners LLP", "Copperfield Media Group"),
                    "co.uk", "+44 7700 900%##", "+44 20 7946 0%##",
                    List.of("14 Kingsway Road", "221 Mill Lane", "8 Harbour Street", "75 Victoria Avenue"),
                    List.of("London W1T 4JE", "Manchester M2 5BQ", "Bristol BS1 6DB", "Leeds LS1 4AP")),
            new Land("us", List.of("Brandon", "Emily", "Tyler", "Vanessa", "Derek", "Monica", "Walter", "Denise"),
                    List.of("Castellano", "Winslow", "Abernathy", "McAllister", "Delgado", "Thornton", "Vandermeer",
                            "Sullivan"),
                    List.of("Vice President of Sales", "Software Engineer", "Marketing Director", "Account Executive",
                            "Chief Financial Officer", "Operations Manager"),
                    List.of("Summit Ridge Software Inc.", "Prairie Data Systems LLC", "Ironwood Manufacturing Co.",
                            "Lakeshore Medical Group", "Granite Peak Energy Corp."),
                    "com", "+1 415-555-01##", "(415) 555-01##",
                    List.of("1600 Market Street", "455 Mission Avenue, Suite 300", "92 Lincoln Boulevard"),
                    List.of("San Francisco, CA 94103", "Denver, CO 80202", "Austin, TX 78701")),
            new Land("de", List.of("Jürgen", "Katharina", "Matthias", "Annegret", "Björn", "Ulrike", "Günther",
                    "Sabine"),
                    List.of("Müller", "Hofstätter", "Brandt", "Schäfer", "Weißmann", "Köhler", "Lindemann",
                            "von Rabenau"),
                    List.of("Geschäftsführer", "Leiterin Einkauf", "Vertriebsleiter", "Projektmanagerin",
                            "Leiter Qualitätssicherung", "Key Account Manager", "Technischer Direktor"),
                    List.of("Quarzwerk Maschinenbau GmbH", "Nordlicht Systeme AG", "Brückner & Söhne KG",
                            "Alpenfeld Energie GmbH", "Hansa Präzision GmbH & Co. KG", "Rheintal Optik GmbH"),
                    "de", "+49 171 23%####", "+49 89 45%###-##",
                    List.of("Lindenstraße 14", "Am Südpark 8", "Königsallee 112", "Hafenweg 3"),
                    List.of("80331 München", "20457 Hamburg", "50667 Köln", "70173 Stuttgart")),
            new Land("fr", List.of("Stéphanie", "François", "Hélène", "Benoît", "Aurélie", "Jérôme", "Camille", "Loïc"),
                    List.of("Lefèvre", "Beaumont", "Garnier", "Delacroix", "Rousselot", "Châtelain", "Morvan",
                            "Gauthier"),
                    List.of("Directrice générale", "Responsable des achats", "Directeur commercial",
                            "Ingénieure qualité", "Chef de projet", "Conseillère juridique"),
                    List.of("Ateliers Montclair SAS", "Lumière Industrie SARL", "Vignoble Conseil SA",
                            "Groupe Armorique SAS", "Pharmadis Laboratoires SA"),
                    "fr", "+33 6 %# ## ## ##", "+33 1 %# ## ## ##",
                    List.of("12 rue des Écoles", "48 avenue Foch", "5 quai Voltaire", "27 boulevard Carnot"),
                    List.of("75005 Paris", "69002 Lyon", "31000 Toulouse", "44000 Nantes")),
            new Land("es", List.of("José", "María", "Álvaro", "Lucía", "Ramón", "Inés", "Joaquín", "Begoña"),
                    List.of("García", "Muñoz", "Fernández", "Castaño", "Echeverría", "Peñalver", "Robledo", "Iglesias"),
                    List.of("Director comercial", "Gerente de ventas", "Jefa de compras", "Responsable de marketing",
                            "Ingeniero de proyectos", "Directora general"),
                    List.of("Talleres Almazora S.L.", "Olivar Tecnología S.A.", "Grupo Meridiana S.A.",
                            "Solares del Sur S.L.", "Consultoría Ibaizabal S.L."),
                    "es", "+34 6%# ### ###", "+34 91 %## ## ##",
                    List.of("Calle de Alcalá 45", "Avenida Diagonal 310", "Paseo de la Castellana 88"),
                    List.of("28014 Madrid", "08013 Barcelona", "41001 Sevilla", "48009 Bilbao")),
            new Land("it", List.of("Giuseppe", "Chiara", "Lorenzo", "Federica", "Niccolò", "Alessandra", "Matteo",
                    "Giulia"),
                    List.of("Bernardini", "Castelli", "Moretti", "Pellegrino", "Ferrante", "Zanetti", "Lombardo",
                            "De Santis"),
                    List.of("Direttore commerciale", "Responsabile acquisti", "Ingegnere capo", "Direttrice marketing",
                            "Consulente legale"),
                    List.of("Officine Valtorta S.r.l.", "Ceramiche Adriatiche S.p.A.", "Studio Montalcini",
                            "Meccanica Brenta S.r.l.", "Gruppo Tirreno S.p.A."),
                    "it", "+39 347 %## ####", "+39 02 %### ####",
                    List.of("Via Garibaldi 22", "Corso Venezia 8", "Piazza Duomo 3"),
                    List.of("20121 Milano", "10123 Torino", "50122 Firenze")),
            new Land("pl", List.of("Łukasz", "Agnieszka", "Paweł", "Małgorzata", "Grzegorz", "Zofia", "Marek", "Józef"),
                    List.of("Kowalczyk", "Wiśniewska", "Zieliński", "Jabłońska", "Wójcik", "Dąbrowski", "Krawczyk",
                            "Nowicka"),
                    List.of("Dyrektor handlowy", "Kierownik produkcji", "Specjalista ds. zakupów", "Prezes zarządu",
                            "Inżynier sprzedaży"),
                    List.of("Bursztyn Logistyka sp. z o.o.", "Wisła Systemy S.A.", "Tatry Energia sp. z o.o.",
                            "Zakłady Metalowe Odra S.A."),
                    "pl", "+48 60% ### ###", "+48 22 %## ## ##",
                    List.of("ul. Marszałkowska 12", "ul. Długa 44", "al. Jerozolimskie 98"),
                    List.of("00-590 Warszawa", "31-146 Kraków", "80-831 Gdańsk")),
            new Land("sv", List.of("Åsa", "Björn", "Linnéa", "Göran", "Ingrid", "Fredrik", "Märta", "Lars"),
                    List.of("Lindqvist", "Öberg", "Sjöström", "Hallström", "Nyberg", "Åkesson", "Bergman", "Sandell"),
                    List.of("Försäljningschef", "Verkställande direktör", "Inköpschef", "Projektledare",
                            "Marknadschef"),
                    List.of("Fjällvind Energi AB", "Skärgård Teknik AB", "Norrsken Systems AB",
                            "Mälardalen Logistik AB"), "se", "+46 70 %## ## ##", "+46 8 %## ## ##",
                    List.of("Storgatan 12", "Kungsgatan 45", "Drottninggatan 7"),
                    List.of("111 51 Stockholm", "411 03 Göteborg", "211 22 Malmö")),
            new Land("nl", List.of("Pieter", "Marieke", "Joost", "Annelies", "Sander", "Femke", "Wouter", "Lotte"),
                    List.of("van der Berg", "de Vries", "Hoekstra", "Bakker", "Jansen", "van Dijk", "Visser", "Mulder"),
                    List.of("Algemeen directeur", "Inkoper", "Verkoopleider", "Senior adviseur", "Accountmanager",
                            "Bedrijfsleider"),
                    List.of("Waterland Techniek B.V.", "Duinzicht Logistics B.V.", "Polderkracht Energie N.V.",
                            "Grachtenhuis Media B.V."),
                    "nl", "+31 6 %### ####", "+31 20 %## ####",
                    List.of("Keizersgracht 120", "Stationsstraat 8", "Oranjelaan 55"),
                    List.of("1015 CX Amsterdam", "3511 ED Utrecht", "5611 AZ Eindhoven")),
            new Land("cs", List.of("Tomáš", "Kateřina", "Jiří", "Lenka", "Ondřej", "Markéta", "Petr", "Zdeňka"),
                    List.of("Dvořák", "Svobodová", "Procházka", "Černý", "Horáková", "Kučera", "Veselý", "Marešová"),
                    List.of("Obchodní ředitel", "Vedoucí nákupu", "Jednatel", "Manažer projektů"),
                    List.of("Vltava Strojírny s.r.o.", "Moravia Systémy a.s.", "Šumava Logistika s.r.o."),
                    "cz", "+420 60% ### ###", "+420 22% ### ###",
                    List.of("Národní 24", "Husova 7", "náměstí Míru 15"),
                    List.of("110 00 Praha", "602 00 Brno", "301 00 Plzeň")),
            new Land("pt", List.of("João", "Conceição", "Tiago", "Inês", "Gonçalo", "Mariana", "Rui", "Beatriz"),
                    List.of("Magalhães", "Ferreira", "Gonçalves", "Simões", "Teixeira", "Brandão", "Carvalho",
                            "Falcão"),
                    List.of("Diretor comercial", "Gestora de projetos", "Engenheiro de produção",
                            "Diretora financeira"),
                    List.of("Atlântico Sistemas Lda.", "Moinhos do Tejo S.A.", "Cortiça Nova Lda."),
                    "pt", "+351 91% ### ###", "+351 21% ### ###",
                    List.of("Rua Augusta 120", "Avenida da Liberdade 245"),
                    List.of("1100-053 Lisboa", "4000-322 Porto")),
            new Land("da", List.of("Søren", "Mette", "Jørgen", "Kirsten", "Rasmus", "Birgitte", "Anders", "Sofie"),
                    List.of("Nørgaard", "Kjær", "Mortensen", "Østergaard", "Lauridsen", "Bæk", "Frandsen", "Holm"),
                    List.of("Salgschef", "Administrerende direktør", "Indkøbschef", "Marketingkoordinator"),
                    List.of("Øresund Teknik ApS", "Vestkyst Energi A/S", "Kattegat Systems ApS"),
                    "dk", "+45 2% ## ## ##", "+45 33 %# ## ##",
                    List.of("Vesterbrogade 34", "Nørregade 12", "Havnevej 5"),
                    List.of("1620 København", "8000 Aarhus", "5000 Odense")));

    static Person any(Random random) {
        Land land = LANDS.get(random.nextInt(LANDS.size()));
        String first = pick(land.first, random);
        String last = pick(land.last, random);
        String company = pick(land.companies, random);
        String[] words = ascii(company).replaceAll("[^A-Za-z& ]", "").split("[ &]+");
        String domain = (random.nextBoolean() || words[1].length() < 4 ? words[0] : words[0] + "-" + words[1])
                .toLowerCase() + "." + (random.nextInt(3) == 0 ? "com" : land.tld);
        String given = ascii(first).toLowerCase();
        String family = ascii(last).toLowerCase().replaceAll("[^a-z]", "");
        String mailbox = switch (random.nextInt(4)) {
            case 0 -> given.charAt(0) + "." + family;
            case 1 -> family;
            case 2 -> given.charAt(0) + family;
            default -> given + "." + family;
        };
        String prefix = land.code.equals("de") && random.nextInt(5) == 0 ? "Dr. " : "";
        return new Person(land.code, prefix + first + " " + last, pick(land.titles, random), company,
                mailbox + "@" + domain, digits(land.mobile, random), digits(land.phone, random),
                List.of(pick(land.streets, random), pick(land.cities, random)), "www." + domain,
                random.nextInt(4) == 0 ? "linkedin.com/in/" + given + "-" + family : "");
    }

    private static String pick(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String digits(String pattern, Random random) {
        StringBuilder number = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            number.append(c == '#' ? (char) ('0' + random.nextInt(10)) : c == '%' ? (char) ('1' + random.nextInt(9))
                    : c);
        }
        return number.toString();
    }

    private static String ascii(String text) {
        return java.text.Normalizer.normalize(text.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
                .replace("Ö", "Oe").replace("ß", "ss").replace("ø", "oe").replace("Ø", "Oe").replace("æ",
                        "ae").replace("å", "aa")
                .replace("Å", "Aa").replace("ł", "l").replace("Ł", "L"), java.text.Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "");
    }
}
